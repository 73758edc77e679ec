//go:build race

package main

// raced has the program under test look for data races too, where the tests do
// and take their time.
const raced = true
