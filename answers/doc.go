// Package answers is the core: a question in, a ranked, cited answer out. It
// is pure: no I/O, no clock, no platform, and the same question always gets
// the same [Result].
//
// [New] builds an [Index] of a corpus once. [Index.Ask] takes any text at all
// through these steps, each in a file of its own:
//
//	question    fold the text to words, repair what was mistyped (speller), and turn words
//	            into terms: phrases of the glossary, names, question words, stems (lexicon)
//	rank        find the entries, and the gaps, that share a term with the question, hear how
//	            much it sounds like theirs or like anything else (tongue, training, elsewhere),
//	            and compare the best wording by wording
//	decide      three questions, each a sum of weighed clues: is it about the sources'
//	            subject, do they say it, and is it the best entry that says it?
//	asking      where a message is long or asks twice, the same for each sentence that asks
//	others      pick what joins the answer: other questions' answers, other voices
//	ask         all of it in turn
//
// [Index.Explain] shows all of it. [Index.Suggest] completes what is being
// typed. Package answers/quotes checks quotations, answers/eval scores answers.
package answers
