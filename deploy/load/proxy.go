package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A proxy is nginx with the site of deploy/nginx.conf, in front of replicas
// that listen at these addresses.
type proxy struct {
	url   string
	cmd   *exec.Cmd
	ended chan struct{}
}

var errNoNginx = errors.New("nginx is not installed")

// around is what nginx needs about a site, to run as anybody and in one directory.
const around = `daemon off;
pid %[1]s/nginx.pid;
error_log %[1]s/nginx.log;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path %[1]s/body;
    proxy_temp_path %[1]s/proxy;
    fastcgi_temp_path %[1]s/fastcgi;
    uwsgi_temp_path %[1]s/uwsgi;
    scgi_temp_path %[1]s/scgi;
%[2]s
}
`

func startProxy(dir, site string, replicas []*replica) (*proxy, error) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		nginx = "/usr/sbin/nginx"
		if _, err := os.Stat(nginx); err != nil {
			return nil, errNoNginx
		}
	}
	conf, err := os.ReadFile(site)
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	text := strings.Replace(string(conf), "listen 8080;", "listen "+address+";", 1)
	for i, r := range replicas {
		text = strings.Replace(text, fmt.Sprintf("server nhslaw-%d:8080", i+1), "server "+r.address(), 1)
	}
	dir, err = os.MkdirTemp(dir, "nginx")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // its workers are somebody else
		return nil, err
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, around, dir, text), 0o644); err != nil {
		return nil, err
	}
	p := &proxy{url: "http://" + address, cmd: exec.Command(nginx, "-c", file, "-e", filepath.Join(dir, "nginx.log")), ended: make(chan struct{})}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	for deadline := time.Now().Add(startTime); ; {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return p, nil
		}
		select {
		case <-p.ended:
			log, _ := os.ReadFile(filepath.Join(dir, "nginx.log"))
			return nil, fmt.Errorf("nginx ended: %s", log)
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return nil, errors.New("nginx does not listen")
		}
	}
}

func (p *proxy) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	<-p.ended
}
