package discordbot

import (
	"errors"
	"strconv"
	"strings"
)

// shards are those that this process runs.
type shards struct {
	auto  bool // all, and Discord says how many
	count int  // of how many; 0 if auto
	one   int  // which one, or -1 for all
}

var errShards = errors.New("DISCORD_SHARDS has to be auto, a count such as 4, or one shard of a count such as 0/4")

// readShards reads the setting: "auto" or nothing, "4", or "0/4". Before the
// slash the number at the end counts, so that the name of a pod of a
// StatefulSet does ("nhslaw-0/4").
func readShards(text string) (shards, error) {
	if text == "" || text == "auto" {
		return shards{auto: true, one: -1}, nil
	}
	which, of, several := strings.Cut(text, "/")
	if !several {
		which, of = "", text
	}
	count, err := strconv.Atoi(of)
	if err != nil || count < 1 || count > maxShards {
		return shards{}, errShards
	}
	s := shards{count: count, one: -1}
	if several {
		digits := which[len(strings.TrimRight(which, "0123456789")):]
		if s.one, err = strconv.Atoi(digits); err != nil || s.one >= count {
			return shards{}, errShards
		}
	}
	return s, nil
}

// maxShards is beyond what the largest bots have.
const maxShards = 10_000

// of returns the numbers of the shards to run, and of how many, where Discord
// recommends so many.
func (s shards) of(recommended int) (ids []int, count int) {
	count = s.count
	if s.auto {
		count = max(1, recommended)
	}
	if s.one >= 0 {
		return []int{s.one}, count
	}
	for id := range count {
		ids = append(ids, id)
	}
	return ids, count
}
