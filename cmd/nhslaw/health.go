package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// healthTimeout is less than what container engines and Kubernetes wait.
const healthTimeout = 2 * time.Second

func (a *app) health() *cobra.Command {
	var ready bool
	c := &cobra.Command{
		Use:   "health",
		Short: "Ask the server on this machine whether it is alive",
		Long: `Ask the server on this machine, at NHSLAW_LISTEN, whether it is alive; with
--ready, whether every surface can receive messages. It is a container's health
check, where there is no shell.

Exit codes: 0 it is; 1 it isn't.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			address, err := listenAddress(settings(a.env))
			if err != nil {
				return err
			}
			path := "/healthz"
			if ready {
				path = "/readyz"
			}
			return askServer(cmd.Context(), address, path)
		},
	}
	c.Flags().BoolVar(&ready, "ready", false, "ask whether every surface can receive messages")
	return c
}

// askServer asks the server that listens on an address; nil means yes.
func askServer(ctx context.Context, address, path string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+path, nil)
	if err != nil {
		return err
	}
	// Through no proxy that the environment names: it is this machine that is asked.
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoServer, err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s says %s", path, resp.Status)
	}
	return nil
}

// errNoServer is where nothing answers.
var errNoServer = errors.New("no server answers")
