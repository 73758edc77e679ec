// Package corpus holds what nhslaw can answer from: five articles, as entries
// curated by hand, each one proven against the paragraphs that it cites.
//
// # The directory
//
// A corpus is a directory of YAML files. Each is a list; an unknown key, a
// missing one, a duplicate or a reference to nowhere is a [Fault].
//
//	sources.yaml          the articles: id, headline, authors (empty for a newsroom), publisher,
//	                      kind (news, comment), voice (who speaks where nobody is quoted),
//	                      published (2019-02-28, 2018-06 or 2019-spring), url, aliases,
//	                      paragraphs (how many), spoken (by voice, the paragraphs that are all
//	                      one speaker's words), note
//	voices.yaml           who speaks or is spoken of: id, name, role (at the time, as the sources
//	                      give it), body, person (true or false), aliases
//	topics.yaml           what the entries are about: id, name, aliases
//	glossary.yaml         the field's terms: term, means (a plain explanation), also (other words for it)
//	entries/SOURCE.yaml   the claims of one source, in reading order
//	gaps.yaml             what readers ask for and the sources do not say; may be missing
//	fingerprints/*.txt    a fingerprint of each source, made by `nhslaw corpus fingerprint`
//
// # An entry
//
// An entry is one claim, by one voice, in one source, at stated paragraphs. A
// paragraph's number is its place among the text's lines that are not blank, from 1.
//
//	id, kind, topic, voice   the voice is whose claim it is; kinds are in [Kinds]
//	stance                   towards the topic's change; one of [Stances]; may be missing
//	reported                 true if the quotation is in the source's words, not the voice's
//	title                    the claim as a heading
//	says                     the claim in our own words, able to stand alone
//	quote                    the words that back it: 3 to 60 in a row, within a paragraph
//	paragraphs               where the claim stands
//	anchors                  for each cited paragraph without the quotation, three or more
//	                         words that stand in it and nowhere else: they prove the number
//	                         and are never shown
//	note                     a trap in the text, explained to the reader
//	same                     other entries that make the same point: any of them may answer
//	asks                     eight or more wordings of questions that the entry answers, spelt right
//	contrary                 questions that have the claim upside down, answered "In fact …"
//
// # A gap
//
// A gap names what the sources do not say (id, topic, title, says, asks) and
// the paragraphs (by source) that come closest.
//
// # Proof
//
// The articles belong to their publisher and stay out of the repository, so a
// [Fingerprint] of each stands in for its text: [Load] proves with it that a
// quotation stands in every paragraph that is cited for it, word for word, on
// any machine. Where the texts are at hand, [Corpus.CheckSources] proves it to
// the character, and the fingerprints themselves.
package corpus
