package answers

// courtesies are words that, with plain words and chat, make up greetings,
// thanks and questions about the bot itself.
const courtesies = `
good great nice lovely helpful useful brilliant excellent fantastic awesome amazing perfect cool super wonderful happy glad sweet neat clever smart legend star thx tx ty
bye goodbye cya later night day weekend week todays cheerio farewell welcome congratulations congrats sup wassup whats greetings howdy hallo
help commands command menu usage options instructions work works use using do able capable ask answer answers questions question topics topic about start stop
name called real human person robot ai machine alive made built created appreciate appreciated love like job done well so much very many loads million
friend pal buddy sir madam dear there all again yourself you your are a an is it to for of
`

// isSmallTalk reports whether a message is nothing but greeting, thanks, or a
// word about the bot: no word in it has a subject of its own.
func (v *vocabulary) isSmallTalk(words []string) bool {
	for _, w := range words {
		if !v.is(v.find(w), plain|chatty|courteous) {
			return false
		}
	}
	return true
}
