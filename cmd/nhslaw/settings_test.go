package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, tt := range map[string]struct {
		env       map[string]string
		want, err string
	}{
		"unset":           {nil, "", ""},
		"set":             {map[string]string{"TOKEN": "abc"}, "abc", ""},
		"in a file":       {map[string]string{"TOKEN_FILE": file("token", "abc\r\n")}, "abc", ""},
		"inner line kept": {map[string]string{"TOKEN_FILE": file("two", "a\nb\n")}, "a\nb", ""},
		"both":            {map[string]string{"TOKEN": "abc", "TOKEN_FILE": file("token", "abc")}, "", "TOKEN and TOKEN_FILE are both set"},
		"no such file":    {map[string]string{"TOKEN_FILE": "/nonexistent"}, "", "TOKEN_FILE names a file that can't be read (no such file or directory)"},
		"a directory":     {map[string]string{"TOKEN_FILE": dir}, "", "TOKEN_FILE names a file that can't be read (is a directory)"},
		"empty file":      {map[string]string{"TOKEN_FILE": file("empty", "\n")}, "", "TOKEN_FILE names an empty file"},
		// What stands where the path belongs may be the secret itself.
		"secret in place of the path": {map[string]string{"TOKEN_FILE": "s3cret"}, "", "TOKEN_FILE names a file that can't be read"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := settings(func(name string) string { return tt.env[name] }).get("TOKEN")
			if got != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "s3cret")) {
				t.Errorf("not one line without values: %v", err)
			}
		})
	}
}

func TestYes(t *testing.T) {
	for value, want := range map[string]string{"": "no", "no": "no", "yes": "yes", "true": "error", "Yes": "error"} {
		got := "no"
		switch on, err := settings(func(name string) string { return map[string]string{"X": value}[name] }).yes("X"); {
		case err != nil:
			got = "error"
		case on:
			got = "yes"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}
