package main

import (
	"bufio"
	"net/http"
	"strconv"
	"strings"
)

// metric returns the sum of a metric over those of its labels that hold a
// text, 0 where there is none.
func metric(r *replica, name, label string) float64 {
	resp, err := http.Get(r.url + "/metrics")
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	sum := 0.0
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		series, value, _ := strings.Cut(lines.Text(), "} ")
		if strings.HasPrefix(series, name+"{") && strings.Contains(series, label) {
			n, _ := strconv.ParseFloat(value, 64)
			sum += n
		}
	}
	return sum
}

// served is how many questions a replica has answered.
func served(r *replica) float64 { return metric(r, "nhslaw_questions_total", "") }
