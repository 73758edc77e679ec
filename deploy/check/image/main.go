// Image carries out a Dockerfile where there is no container engine, and tries
// what comes of it: it runs the build's steps one by one, in a directory that
// stands for the build stage, lays out the last stage in an empty directory,
// and runs the program there as the image's user, with that directory for its
// root and nothing in it but the image's own files.
//
// Usage: image CHECKOUT. It needs to be root, or user namespaces.
package main

import (
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: image CHECKOUT")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(checkout string) error {
	dir, err := os.MkdirTemp("", "image")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // the image's user passes through
		return err
	}
	stages, err := parse(filepath.Join(checkout, "Dockerfile"))
	if err != nil {
		return err
	}
	b := builder{context: checkout, dir: dir}
	var last *stage
	for i := range stages {
		if last, err = b.stage(&stages[i]); err != nil {
			return err
		}
	}
	return last.try()
}

// parse reads a Dockerfile; what the linter warns of is an error.
func parse(name string) ([]instructions.Stage, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	tree, err := parser.Parse(f)
	if err != nil {
		return nil, err
	}
	var warnings []error
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, msg string, _ []parser.Range) {
		warnings = append(warnings, fmt.Errorf("%s: %s", rule, msg))
	}})
	stages, _, err := instructions.Parse(tree.AST, lint)
	return stages, errors.Join(append(warnings, err)...)
}

// A builder makes the stages of an image.
type builder struct {
	context string
	dir     string
	stages  []*stage
}

// A stage is what has become of one FROM.
type stage struct {
	name   string
	root   string // stands for /; of a base image it holds only what was added
	based  bool   // on an image, for which this machine stands in
	dir    string // WORKDIR
	args   map[string]string
	env    []string
	user   string
	entry  []string
	cmd    []string
	health []string
}

func (b *builder) stage(from *instructions.Stage) (*stage, error) {
	s := &stage{name: from.Name, root: filepath.Join(b.dir, strconv.Itoa(len(b.stages))), based: from.BaseName != "scratch", dir: "/", args: map[string]string{}}
	b.stages = append(b.stages, s)
	if err := os.Mkdir(s.root, 0o755); err != nil {
		return nil, err
	}
	fmt.Println("FROM", from.BaseName)
	if s.based && !pinned(from.BaseName) {
		return nil, fmt.Errorf("the base %s is not pinned to a full version", from.BaseName)
	}
	for _, c := range from.Commands {
		fmt.Println(c)
		if err := b.step(s, c); err != nil {
			return nil, fmt.Errorf("%v: %w", c, err)
		}
	}
	return s, nil
}

// pinned reports whether an image is named by its digest or a tag with all
// three numbers of a version.
func pinned(image string) bool {
	_, tag, _ := strings.Cut(image, ":")
	return strings.Contains(image, "@sha256:") || strings.Count(tag, ".") == 2
}

// step carries out an instruction. One that it doesn't know is an error.
func (b *builder) step(s *stage, c instructions.Command) error {
	switch c := c.(type) {
	case *instructions.ArgCommand:
		for _, arg := range c.Args {
			s.args[arg.Key] = arg.ValueString()
		}
	case *instructions.EnvCommand:
		for _, kv := range c.Env {
			s.env = append(s.env, kv.String())
		}
	case *instructions.WorkdirCommand:
		s.dir = path.Join(s.dir, c.Path)
		return os.MkdirAll(s.at("."), 0o755)
	case *instructions.RunCommand:
		return s.run(c)
	case *instructions.CopyCommand:
		return b.copy(s, c)
	case *instructions.UserCommand:
		s.user = c.User
	case *instructions.EntrypointCommand:
		s.entry = c.CmdLine
	case *instructions.CmdCommand:
		s.cmd = c.CmdLine
	case *instructions.HealthCheckCommand:
		s.health = c.Health.Test
	case *instructions.LabelCommand, *instructions.ExposeCommand, *instructions.StopSignalCommand:
	default:
		return errors.New("not an instruction that can be carried out here")
	}
	return nil
}

// at returns where a path of the stage is on this machine.
func (s *stage) at(name string) string {
	if !path.IsAbs(name) {
		name = path.Join(s.dir, name)
	}
	return filepath.Join(s.root, name)
}

// run runs a command of a stage that is based on an image.
func (s *stage) run(c *instructions.RunCommand) error {
	if !s.based || !c.PrependShell {
		return errors.New("needs the shell of a base image")
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c"}, c.CmdLine...)...)
	cmd.Dir = s.at(".")
	cmd.Env = append(os.Environ(), s.env...)
	for k, v := range s.args {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// copy copies from the context, as .dockerignore leaves it, or from another stage.
func (b *builder) copy(s *stage, c *instructions.CopyCommand) error {
	from, skip := b.context, func(string) bool { return false }
	if c.From == "" {
		ignored, err := b.ignored()
		if err != nil {
			return err
		}
		skip = ignored
	} else {
		i := slices.IndexFunc(b.stages, func(s *stage) bool { return s.name == c.From })
		if i < 0 {
			return fmt.Errorf("no stage %s", c.From)
		}
		from = b.stages[i].root
		if name := filepath.Join(from, c.SourcePaths[0]); b.stages[i].based && !exists(name) {
			from = "/" // comes from the base image
		}
	}
	for _, source := range c.SourcePaths {
		to := c.DestPath
		if info, err := os.Stat(filepath.Join(from, source)); err != nil {
			return err
		} else if !info.IsDir() && strings.HasSuffix(to, "/") {
			to = path.Join(to, path.Base(source))
		}
		if err := copyTree(filepath.Join(from, source), s.at(to), func(name string) bool { return skip(path.Join(source, name)) }); err != nil {
			return err
		}
	}
	return nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// ignored returns what .dockerignore keeps out of the context.
func (b *builder) ignored() (func(string) bool, error) {
	f, err := os.Open(filepath.Join(b.context, ".dockerignore"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	patterns, err := ignorefile.ReadAll(f)
	if err != nil {
		return nil, err
	}
	m, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, err
	}
	return func(name string) bool {
		match, err := m.MatchesOrParentMatches(name)
		return err == nil && match
	}, nil
}

// copyTree copies a file, or what is in a directory.
func copyTree(from, to string, skip func(name string) bool) error {
	return filepath.WalkDir(from, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil || d.IsDir() || skip(name) {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755); err != nil {
			return err
		}
		return copyFile(file, filepath.Join(to, name))
	})
}

func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return err
	}
	w, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, info.Mode().Perm())
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

// try runs the finished image as an engine would.
func (s *stage) try() error {
	if s.based {
		return errors.New("the last stage is based on an image that can't be looked into")
	}
	if err := s.look(); err != nil {
		return err
	}
	for _, args := range [][]string{{"version"}, {"ask", "when could legislation start?"}} {
		out, err := s.command(context.Background(), append(slices.Clone(s.entry), args...)).CombinedOutput()
		fmt.Printf("$ %s\n%s", strings.Join(args, " "), out)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
	}
	return s.serve()
}

// look checks what the image consists of.
func (s *stage) look() error {
	uid, _, _ := strings.Cut(s.user, ":")
	if n, err := strconv.Atoi(uid); err != nil || n == 0 {
		return fmt.Errorf("the user %q is not a number other than root's, which engines can check", s.user)
	}
	fmt.Println("the image:")
	err := fs.WalkDir(os.DirFS(s.root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Printf("  %v %9d /%s\n", info.Mode(), info.Size(), name)
		return nil
	})
	if err != nil {
		return err
	}
	bin, err := elf.Open(s.at(s.entry[0]))
	if err != nil {
		return err
	}
	defer bin.Close()
	if libs, err := bin.ImportedLibraries(); err != nil || len(libs) > 0 {
		return fmt.Errorf("%s is not static: %v", s.entry[0], errors.Join(err, fmt.Errorf("it needs %v", libs)))
	}
	return nil
}

// command is a process of the image: in its root, as its user, with its
// environment and no other.
func (s *stage) command(ctx context.Context, args []string, env ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = s.dir
	cmd.Env = append(slices.Clone(s.env), env...)
	uid, gid, _ := strings.Cut(s.user, ":")
	u, _ := strconv.Atoi(uid)
	g, _ := strconv.Atoi(gid)
	attr := &syscall.SysProcAttr{Chroot: s.root}
	if os.Geteuid() == 0 {
		attr.Credential = &syscall.Credential{Uid: uint32(u), Gid: uint32(g)}
	} else { // whoever this is becomes the image's user in a namespace of its own
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: u, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: g, HostID: os.Getgid(), Size: 1}}
	}
	cmd.SysProcAttr = attr
	return cmd
}

const (
	// startsWithin is the patience with a server that starts.
	startsWithin = 30 * time.Second
	// stopsWithin is what engines wait from SIGTERM to SIGKILL.
	stopsWithin = 10 * time.Second
)

// serve starts the image's own command, waits for its own health check to
// succeed, and ends it.
func (s *stage) serve() error {
	l, err := net.Listen("tcp", "127.0.0.1:0") // finds a free port
	if err != nil {
		return err
	}
	l.Close()
	env := []string{"NHSLAW_LISTEN=" + l.Addr().String(), "DISCORD_PUBLIC_KEY=" + strings.Repeat("5a", 32)}
	ctx, cancel := context.WithTimeout(context.Background(), startsWithin)
	defer cancel()
	server := s.command(context.Background(), append(slices.Clone(s.entry), s.cmd...), env...)
	server.Stderr = os.Stdout
	if err := server.Start(); err != nil {
		return err
	}
	defer server.Process.Kill()
	for {
		check := s.command(ctx, s.health[1:], env...)
		out, err := check.CombinedOutput()
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return fmt.Errorf("the health check fails: %s", out)
		}
		time.Sleep(100 * time.Millisecond)
	}
	fmt.Println("the health check succeeds")
	late := time.AfterFunc(stopsWithin, func() { server.Process.Kill() })
	defer late.Stop()
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := server.Wait(); err != nil {
		return fmt.Errorf("after SIGTERM: %w", err)
	}
	fmt.Println("it ends on SIGTERM")
	return nil
}
