package corpus

import (
	"fmt"
	"strings"
	"time"
)

// A Date is a date of publication, no more precise than it is known: a day
// ("2019-02-28"), a month ("2018-06") or a season ("2019-spring").
type Date string

var seasons = []string{"winter", "spring", "summer", "autumn"}

func (d Date) parse() (t time.Time, layout, season string, err error) {
	if year, s, ok := strings.Cut(string(d), "-"); ok {
		for i, name := range seasons {
			if s == name {
				t, err = time.Parse("2006", year)
				return t.AddDate(0, 3*i, 0), "2006", name, err
			}
		}
	}
	if t, err = time.Parse("2006-01-02", string(d)); err == nil {
		return t, "2 January 2006", "", nil
	}
	if t, err = time.Parse("2006-01", string(d)); err == nil {
		return t, "January 2006", "", nil
	}
	return time.Time{}, "", "", fmt.Errorf("date %q is none of 2019-02-28, 2018-06 and 2019-spring", string(d))
}

// Valid returns nil, or an error that says how a date is written.
func (d Date) Valid() error {
	_, _, _, err := d.parse()
	return err
}

// String returns the date as it is read in a sentence: "28 February 2019",
// "June 2018", "spring 2019".
func (d Date) String() string {
	t, layout, season, err := d.parse()
	if err != nil {
		return string(d)
	}
	return strings.TrimSpace(season + " " + t.Format(layout))
}

// When returns the date as an adverb: "on 28 February 2019", "in June 2018".
func (d Date) When() string {
	if _, layout, _, _ := d.parse(); strings.HasPrefix(layout, "2 ") {
		return "on " + d.String()
	}
	return "in " + d.String()
}

// Year returns the year: "2019".
func (d Date) Year() string {
	year, _, _ := strings.Cut(string(d), "-")
	return year
}

// Before reports whether d comes before o; a month or a season counts from its first day.
func (d Date) Before(o Date) bool {
	a, _, _, _ := d.parse()
	b, _, _, _ := o.parse()
	return a.Before(b)
}
