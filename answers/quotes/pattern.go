package quotes

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression that is compiled when it is first
// needed: most runs of the program check no quotation.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
