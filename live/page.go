package live

const pageSize = fan

// page holds the records of 64 ids that follow each other, as bytes, one behind the other. It is immutable:
// a changed record makes a new page, which copies some 6 kB. Words, which most records share with their
// neighbours, are kept once in a page, and the load hands in one copy of each for all pages; a record
// begins with a byte for each of its words.
type page struct {
	first int64 // the id of slot 0
	data  string
	ends  [pageSize]uint32 // where each record ends; one that is not there has no bytes
	words []string         // at most 4 for each record, so that a byte tells which
}

// record is a value of a page, in parts.
type record struct {
	words []string // at most four, always as many within a page
	body  []byte   // anything, not kept
}

// bytes gives the record of a slot; empty when it is not there.
func (p *page) bytes(slot int) string {
	if slot == 0 {
		return p.data[:p.ends[0]]
	}
	return p.data[p.ends[slot-1]:p.ends[slot]]
}

// same reports whether both have a record in a slot, and the same. p may be nil.
func (p *page) same(other *page, slot, wordsEach int) bool {
	if p == nil || p.bytes(slot) == "" {
		return false
	}
	a, b := p.bytes(slot), other.bytes(slot)
	for i := range wordsEach {
		if p.words[a[i]] != other.words[b[i]] {
			return false
		}
	}
	return a[wordsEach:] == b[wordsEach:]
}

// pageWriter fills a page, slot by slot.
type pageWriter struct {
	data  []byte
	ends  [pageSize]uint32
	words []string
}

func (w *pageWriter) add(slot int, r record) {
	for _, word := range r.words {
		w.data = append(w.data, w.word(word))
	}
	w.data = append(w.data, r.body...)
	w.ends[slot] = uint32(len(w.data))
}

func (w *pageWriter) word(word string) byte {
	for i, known := range w.words {
		if known == word {
			return byte(i)
		}
	}
	w.words = append(w.words, word)
	return byte(len(w.words) - 1)
}

// page gives what was written as a page, and begins anew.
func (w *pageWriter) page(first int64) *page {
	end := uint32(0)
	for slot := range w.ends {
		end = max(end, w.ends[slot])
		w.ends[slot] = end
	}
	made := &page{first: first, data: string(w.data), ends: w.ends, words: append([]string(nil), w.words...)}
	w.data, w.words, w.ends = w.data[:0], w.words[:0], [pageSize]uint32{}
	return made
}

// with gives the page with some records in the place of what is in their slots; an empty body removes.
// wordsEach is the number of words that a record has. p may be nil.
func (p *page) with(first int64, wordsEach int, records map[int]record) *page {
	var w pageWriter
	var places [256]int // of words, in w, plus 1
	left := 0
	for slot := range pageSize {
		if r, given := records[slot]; given {
			if len(r.body) > 0 {
				w.add(slot, r)
				left++
			}
			continue
		}
		if p == nil || p.bytes(slot) == "" {
			continue
		}
		left++
		old := p.bytes(slot)
		for _, place := range []byte(old[:wordsEach]) {
			if places[place] == 0 {
				places[place] = int(w.word(p.words[place])) + 1
			}
			w.data = append(w.data, byte(places[place]-1))
		}
		w.data = append(w.data, old[wordsEach:]...)
		w.ends[slot] = uint32(len(w.data))
	}
	if left == 0 {
		return nil
	}
	return w.page(first)
}
