package bot

import (
	"slices"
	"strings"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// spoken is what can be said besides questions, to complete what is typed.
type spoken struct {
	commands *answers.Completer
	messages map[string]string // by the name of a topic or a voice: what to say for it
}

// bareCommands need nothing after them.
var bareCommands = []string{"help", "topics", "sources"}

func newSpoken(c *corpus.Corpus) spoken {
	commands, messages := slices.Clone(bareCommands), map[string]string{}
	for _, t := range c.Topics {
		commands = append(commands, "compare "+t.Name)
	}
	for _, v := range c.Voices {
		messages[v.Name] = "who " + v.Name
		commands = append(commands, messages[v.Name])
	}
	for _, t := range c.Topics {
		messages[t.Name] = "topic " + t.Name
		commands = append(commands, messages[t.Name])
	}
	for _, s := range c.Sources {
		commands = append(commands, "source "+s.ID)
	}
	return spoken{answers.NewCompleter(commands...), messages}
}

// Suggest returns up to n messages that what has been typed may become, best
// first: commands, questions, topics and voices, each to be sent as it stands.
// Slips are forgiven. With nothing typed it returns a question on each topic,
// as many as have room, and the commands that stand alone.
func (d *Desk) Suggest(typed string, n int) []string { return d.library.Load().suggest(typed, n) }

func (l *library) suggest(typed string, n int) []string {
	var out []string
	add := func(most int, texts ...string) {
		for _, t := range texts {
			if most > 0 && len(out) < n && !slices.Contains(out, t) {
				out = append(out, t)
				most--
			}
		}
	}
	words := corpus.Words(typed)
	if len(words) == 0 {
		for _, t := range l.corpus.Topics {
			if on := l.on(t); len(on) > 0 {
				add(n-len(bareCommands)-len(out), nextOf(on)[0])
			}
		}
		add(n, bareCommands...)
		return out
	}
	words[0] = spelled(words[0])
	if isCommandPrefix(words[0]) {
		most := n
		if len(words) == 1 { // "who" may become a question as well
			most = fewCommands
		}
		add(most, l.spoken().commands.Complete(strings.Join(words, " "))...)
	}
	messages := l.spoken().messages
	for _, t := range l.index.Suggest(typed, n) {
		if message, ok := messages[t]; ok {
			t = message
		}
		add(1, t)
	}
	return out
}

// fewCommands is how many commands stand before the questions while it is open
// which of them is meant.
const fewCommands = 5

// isCommandPrefix reports whether a word is, or may become, that of a command.
func isCommandPrefix(word string) bool {
	return slices.ContainsFunc(commandWords, func(c string) bool { return strings.HasPrefix(c, word) })
}
