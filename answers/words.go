package answers

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// set makes a set of the words in a text.
func set(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		m[w] = true
	}
	return m
}

// plainWords carry no subject of their own: two questions that share only these
// share nothing. They are folded as [corpus.Words] folds ("don't" is "dont").
const plainWords = `
a an the this that these those there here it its itself they them their theirs he him his she her hers we us our ours you your yours i me my mine
is are was were be been being am do does did doing done has have had having
will would shall should could can cannot cant couldnt wouldnt shouldnt wont dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt
im ive id ill youre youve youd theyre theyve theyd weve wed hes shes thats whats whos wheres whens whys hows theres heres lets
of to in on at by for from with within into onto about as and or but if so than then too also not no nor
up down out off over under through thru between among during before after again
what which who whom whose when where why how
any some all both each few more most other such own same very just only even still yet ever never
s t m d ll re ve y o
`

// chatWords are what people wrap around a question when they talk to a bot.
const chatWords = `
hi hiya hello hey yo morning afternoon evening thanks thank cheers ta please pls plz kindly sorry
ok okay right well um erm er hmm btw fyi lol honestly basically actually really literally frankly
bot newsbot nhslaw chatbot mate guys folks everyone anyone anybody somebody someone
quick quickly question wondering wonder curious remind remember recall forgot forgotten
tell explain say said says saying know knows knew think thinks thought mean means meant guess suppose
want wanted wants need get got getting give gave given go going went come came see look looking find check make made take put
bit thing things stuff something anything everything nothing kind sort lot lots
my boss keeps asking asked ask seminar tomorrow today essay student read heard somewhere told
long story short plain english simple terms idea point exactly exact
`

// Words that tell the verb "may" from the prime minister: one of these before it, or after it.
const (
	pronouns   = `i you he she it we they this that there these those who which what`
	afterModal = `be have not also well need become include never even still only`
)

// apart are words that the stemmer puts with others of another meaning, which
// readers of these subjects keep apart: an authority is no author, the capital
// no capitation, and internal not international. The first of a line is the stem
// of all in it.
const apart = `
authority authorities authoritys
capital capitals
international internationally
response responses
consultant consultants
department departments
designate designated designates designation
experiment experiments experimenting
informal informally
initial initially initials
july
objective objectives
publication publications
university universities
`

// apartStems returns the stems of the words in apart.
var apartStems = sync.OnceValue(func() map[string]string {
	stems := map[string]string{}
	for line := range strings.Lines(apart) {
		words := strings.Fields(line)
		for _, w := range words {
			stems[w] = words[0]
		}
	}
	return stems
})

// american are endings that British spelling writes with an s.
var american = []string{"ization", "izations", "ize", "ized", "izes", "izing"}

// stem reduces a folded word to its stem; numbers and words of one or two
// letters stay as they are.
func stem(word string) string {
	if len(word) <= 2 {
		return word
	}
	if s, ok := apartStems()[word]; ok {
		return s
	}
	for _, end := range american {
		if before, ok := strings.CutSuffix(word, end); ok && len(before) >= minAmerican {
			word = before + strings.Replace(end, "z", "s", 1)
		}
	}
	return english.Stem(word, true)
}

// minAmerican is how long a word is before such an ending; size and prize are other words.
const minAmerican = 4
