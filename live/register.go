package live

// register holds records by id. Like table, in which its pages lie, it is persistent.
type register struct {
	pages table[page]
	words int // of a record
	count int
}

// edit gives a version to change; r stays as it is.
func (r register) edit() register {
	r.pages = r.pages.edit()
	return r
}

// find gives the page and slot that an id has; a page of nil when there is none.
func (r register) find(id int64) (*page, int) {
	return r.pages.get(id >> fanBits), int(id & (pageSize - 1))
}

// set puts a record, and gives the page that had the one it takes the place of. An empty record removes.
func (r *register) set(id int64, put record) (before *page, slot int) {
	before, slot = r.find(id)
	after := before.with(id-int64(slot), r.words, map[int]record{slot: put})
	r.pages.set(id>>fanBits, after)
	if before != nil && before.bytes(slot) != "" {
		r.count--
	}
	if len(put.body) > 0 {
		r.count++
	}
	return before, slot
}

// add puts a page of records that are not there yet, as a load does.
func (r *register) add(p *page) {
	number := p.first >> fanBits
	if known := r.pages.get(number); known != nil {
		p = known.joined(p, r.words)
		r.count -= known.len()
	}
	r.pages.set(number, p)
	r.count += p.len()
}

// scan visits all pages in the order of ids until visit returns false.
func (r register) scan(visit func(*page) bool) { r.pages.scan(visit) }

func (p *page) len() (n int) {
	for slot := range pageSize {
		if p.bytes(slot) != "" {
			n++
		}
	}
	return n
}

// joined gives the page with the records of another.
func (p *page) joined(other *page, words int) *page {
	records := make(map[int]record)
	for slot := range pageSize {
		if bytes := other.bytes(slot); bytes != "" {
			r := record{body: []byte(bytes[words:])}
			for _, place := range []byte(bytes[:words]) {
				r.words = append(r.words, other.words[place])
			}
			records[slot] = r
		}
	}
	return p.with(p.first, words, records)
}
