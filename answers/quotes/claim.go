package quotes

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nhslaw/corpus"
)

// A claimed is who a reader says said it.
type claimed struct {
	by    string        // the name as typed; "" if none
	voice *corpus.Voice // nil if the name is no voice's
}

const (
	// maxAside is the most words that readers put around a quotation: its
	// speaker, the speaker's post, where and when.
	maxAside = 12
	// maxSignature is the most of them behind a dash, in brackets or in a
	// "said Dickson": whatever is longer is part of the quotation.
	maxSignature = 8
	// maxHearer is the most words for who was told: "told the committee that".
	maxHearer = 4
)

// says are the words that readers ascribe words with; titles come before a
// name, and links after it.
var (
	says = set(`said say says saying wrote writes write written argued argues argue added adds
		told tells claimed claims stated states warned warns stressed explained announced
		promised insisted put puts quoted quote according`)
	hears  = set("told tells warned warns") // somebody
	titles = set("the mr ms mrs dr sir by from")
	links  = set("of in at on for to writing speaking")
)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// attribution takes the quotation out of what a reader typed, and finds whom it
// is ascribed to. A text without either comes back as it is, without its marks.
// It is not sure if the marks may set off a term within a quotation.
func (k *Checker) attribution(text string) (quotation string, c claimed, sure bool) {
	sure = true
	if in, around, ok := inMarks(text); ok {
		c = k.names.claim(around)
		if inBrackets(around) {
			c = k.names.cited(c)
		}
		inside, outside := len(split(in)), len(split(around))
		sure = c.by != "" || ascribes(around) || inside >= 2*outside
		text = in
	}
	text = trimMarks(text)
	if c.by != "" {
		return text, c, true
	}
	for _, take := range []func(names, string) (string, claimed, bool){
		names.afterBracket, names.afterDash, names.afterComma, names.beforeColon, names.beforeVerb,
	} {
		if rest, c, ok := take(k.names, text); ok && len(split(rest)) > 0 {
			return trimMarks(rest), c, true
		}
	}
	return text, claimed{}, sure
}

// ascribes reports whether a text says that somebody said something.
func ascribes(text string) bool {
	return strings.Contains(text, ":") || slices.ContainsFunc(split(text), func(w word) bool { return says[w.fold] })
}

// inMarks returns what stands in quotation marks and what stands around them.
// It is not ok if nothing does, or if the marks set off no more than a term.
func inMarks(text string) (quotation, around string, ok bool) {
	var in, out []string
	for _, s := range marked(text) {
		switch {
		case len(split(s.text)) == 0:
		case s.quoted:
			in = append(in, strings.Trim(s.text, fence))
		default:
			out = append(out, s.text)
		}
	}
	if len(in) == 0 || len(out) == 0 {
		return "", "", false
	}
	// `"We need it," he said, "and soon."` leaves out his saying it.
	quotation, around = strings.Join(in, " … "), strings.Join(out, " ")
	inside, outside := len(split(quotation)), len(split(around))
	return quotation, around, outside <= maxAside && (inside >= outside || inside >= shingle && ascribes(around))
}

var signature = pattern(`(?s)^(.+?)\s*[(\[]([^()\[\]]+)[)\]][\s.]*$`)

// afterBracket takes off "(Ian Dodge, 2019)".
func (ns names) afterBracket(text string) (string, claimed, bool) {
	m := signature().FindStringSubmatch(text)
	if m == nil {
		return "", claimed{}, false
	}
	c, ok := ns.signs(m[2], m[1])
	return m[1], ns.cited(c), ok
}

// cited leaves out the name of a journal: in brackets it tells where the words
// stand, not who said them.
func (ns names) cited(c claimed) claimed {
	if c.voice != nil && ns.papers[c.voice] {
		return claimed{}
	}
	return c
}

func inBrackets(text string) bool {
	text = strings.Trim(text, fence+".")
	return strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")")
}

var dashes = pattern(`(?:\s[-–—~]{1,2}|[—~―]|--|\n)\s*`)

// afterDash takes off "- Theresa May", also on a line of its own.
func (ns names) afterDash(text string) (string, claimed, bool) {
	at := dashes().FindAllStringIndex(text, -1)
	if at == nil {
		return "", claimed{}, false
	}
	last := at[len(at)-1]
	rest := text[:last[0]]
	c, ok := ns.signs(text[last[1]:], rest)
	return rest, c, ok
}

// afterComma takes off ", said Dickson" and ", the prime minister said".
func (ns names) afterComma(text string) (string, claimed, bool) {
	at := strings.LastIndexAny(strings.TrimRight(text, "., "), ",.?!”\"")
	if at < 0 {
		return "", claimed{}, false
	}
	tail := text[at:]
	words := split(tail)
	if len(words) > maxSignature || len(words) < 2 {
		return "", claimed{}, false
	}
	c := ns.claim(tail)
	return text[:at], c, c.by != "" && ascribes(tail)
}

// beforeColon takes off "Theresa May:" and "as Dickson wrote in 2019:".
func (ns names) beforeColon(text string) (string, claimed, bool) {
	head, rest, ok := strings.Cut(text, ":")
	words := split(head)
	if !ok || len(words) > maxSignature {
		return "", claimed{}, false
	}
	c := ns.claim(head)
	named := c.voice != nil && len(words) <= 2*len(split(c.by))
	return rest, c, c.by != "" && (ascribes(head) || named)
}

// beforeVerb takes off "Theresa May said that" and "according to Dickson,".
func (ns names) beforeVerb(text string) (string, claimed, bool) {
	words := split(text)
	for i, w := range words[:min(len(words), maxSignature)] {
		switch {
		case w.fold == "according":
			head, rest, ok := strings.Cut(text, ",")
			if c := ns.claim(head); ok && c.voice != nil && len(split(head)) <= maxSignature {
				return rest, c, true
			}
		case says[w.fold] && i+1 < len(words):
			c := ns.claim(text[:w.end])
			if c.voice == nil {
				continue
			}
			next := i + 1
			for j, w := range words[next:min(len(words), next+maxHearer+1)] {
				if w.fold == "that" && next+j+1 < len(words) && (j == 0 || hears[words[i].fold]) {
					next += j + 1
					break
				}
			}
			if len(words)-next < shingle {
				break
			}
			return text[words[next].at:], c, true
		}
	}
	return "", claimed{}, false
}

// signs reads a signature: a name first, and then nothing or a post, a place or
// a date. A name that is no voice's must follow the end of a sentence or a mark.
func (ns names) signs(tail, before string) (claimed, bool) {
	tail = strings.Trim(tail, doubleMarks+fence+".-–—")
	words := split(tail)
	if len(words) == 0 || len(words) > maxSignature {
		return claimed{}, false
	}
	start := 0
	for start < len(words)-1 && titles[words[start].fold] {
		start++
	}
	if voice, n := ns.at(words[start:], tail); voice != nil {
		end := words[start+n-1].end
		rest := strings.TrimSpace(tail[end:])
		next, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || unicode.IsDigit(next) || unicode.IsPunct(next) || links[split(rest)[0].fold] {
			return claimed{tail[words[start].at:end], voice}, true
		}
	}
	before = strings.TrimSpace(before)
	ended := strings.ContainsAny(before[max(0, len(before)-utf8.UTFMax):], ".!?…"+doubleMarks)
	if c := properName(tail, words); ended && c.by != "" {
		return c, true
	}
	return claimed{}, false
}

// names are what voices are called.
type names struct {
	voices map[string]*corpus.Voice // by name, alias or post, folded
	papers map[*corpus.Voice]bool   // who reports the news
	most   int                      // the words of the longest name
}

func newNames(c *corpus.Corpus) names {
	ns := names{voices: map[string]*corpus.Voice{}, papers: map[*corpus.Voice]bool{}}
	add := func(name string, v *corpus.Voice) {
		words := corpus.Words(name)
		if key := strings.Join(words, " "); key != "" && ns.voices[key] == nil {
			ns.voices[key] = v
			ns.most = max(ns.most, len(words))
		}
	}
	for _, v := range c.Voices {
		add(v.Name, v)
		for _, a := range v.Aliases {
			add(a, v)
		}
	}
	for _, v := range c.Voices {
		if v.Person {
			add(v.Role, v) // "the health secretary"
		}
	}
	for _, s := range c.Sources {
		if s.Kind == "news" {
			ns.papers[c.Voice(s.Voice)] = true
		}
	}
	return ns
}

// at returns the voice whose name the words begin with, and the length of the
// longest such name.
func (ns names) at(words []word, text string) (*corpus.Voice, int) {
	for n := min(ns.most, len(words)); n > 0; n-- {
		v := ns.voices[strings.Join(folds(words[:n]), " ")]
		if v != nil && !(n == 1 && words[0].fold == "may" && !isName(words, text)) {
			return v, n
		}
	}
	return nil, 0
}

// isName tells a first word "May" from the month, as in "May 2018", and a "may"
// from what somebody may do.
func isName(words []word, text string) bool {
	if len(words) == 1 {
		return true
	}
	if year := words[1].fold; len(year) == 4 && year >= "1900" && year <= "2099" && strings.TrimSpace(text[words[0].end:words[1].at]) == "" {
		return false
	}
	return strings.HasPrefix(text[words[0].at:], "M") || says[words[1].fold]
}

// claim finds who is named around a quotation: the first person, or else the
// first body, or else the first name that is no voice's.
func (ns names) claim(text string) claimed {
	words := split(text)
	var body claimed
	for i := 0; i < len(words); {
		v, n := ns.at(words[i:], text)
		if v == nil {
			i++
			continue
		}
		c := claimed{text[words[i].at:words[i+n-1].end], v}
		if v.Person {
			return c
		}
		if body.voice == nil {
			body = c
		}
		i += n
	}
	if body.voice != nil {
		return body
	}
	return properName(text, words)
}

// properName finds two to four words in a row with capitals: a name, though not
// of anybody in the sources.
func properName(text string, words []word) claimed {
	for from := 0; from < len(words); {
		to := from
		for to < len(words) && capital(text[words[to].at:]) && !says[words[to].fold] && !titles[words[to].fold] &&
			(to == from || strings.TrimSpace(text[words[to-1].end:words[to].at]) == "") {
			to++
		}
		if n := to - from; n >= 2 && n <= 4 {
			return claimed{by: text[words[from].at:words[to-1].end]}
		}
		from = max(from+1, to)
	}
	return claimed{}
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// misattributed reports whether the words are known not to be those of the one
// that they are ascribed to: at no place are they, and at every place they are
// known to be another's, if only in part.
func (p *passage) misattributed(places []Place, c claimed) bool {
	if c.by == "" {
		return false
	}
	for _, at := range places {
		speaker := at.Voice
		if speaker == nil && at.Entry != nil && (c.voice == nil || at.Source.Voice != c.voice.ID) {
			speaker = p.corpus.Speaker(at.Entry)
		}
		if speaker == nil || c.voice != nil && speaksFor(speaker, c.voice) {
			return false
		}
	}
	return len(places) > 0
}

// speaksFor reports whether the words of one voice may be called another's: its
// own, or those of a body that it is or speaks for.
func speaksFor(speaker, of *corpus.Voice) bool {
	body := func(v *corpus.Voice) string { return " " + strings.Join(corpus.Words(v.Body), " ") + " " }
	return speaker == of || !of.Person && of.Body != "" && strings.Contains(body(speaker), body(of))
}
