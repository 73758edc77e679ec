package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// settings are what the operator has set: NAME in the environment, or the
// contents of the file that NAME_FILE names, as secrets are mounted.
type settings func(name string) string

// get returns a setting, or "" where it isn't set. A trailing line break in a
// file is no part of it. An error is one line that names the setting and the
// remedy, and never holds a value: it could be a secret in the wrong place.
func (s settings) get(name string) (string, error) {
	value, file := s(name), s(name+"_FILE")
	switch {
	case file == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s and %s_FILE are both set: keep one of them", name, name)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return "", fmt.Errorf("%s_FILE names a file that can't be read (%w): check its path and who may read it", name, err)
	}
	value = strings.TrimRight(string(b), "\r\n")
	if value == "" {
		return "", fmt.Errorf("%s_FILE names an empty file: put the value in it, or unset %s_FILE", name, name)
	}
	return value, nil
}

// A setting is one of several that are read together, and where it goes.
type setting struct {
	name  string
	value *string
}

// read reads settings; on reports whether any of them is set, or is wrong.
func (s settings) read(several ...setting) (on bool, err error) {
	for _, one := range several {
		if *one.value, err = s.get(one.name); err != nil {
			return true, err
		}
		on = on || *one.value != ""
	}
	return on, nil
}

// yes returns a setting that is yes or no; not set, it is no.
func (s settings) yes(name string) (bool, error) {
	value, err := s.get(name)
	switch {
	case err != nil:
		return false, err
	case value != "" && value != "yes" && value != "no":
		return false, fmt.Errorf("%s is neither yes nor no: set it to one of them", name)
	}
	return value == "yes", nil
}
