package tiles

const (
	pageBits = 6
	pageSize = 1 << pageBits
)

// pages hold features by id. Ids of a kind come in runs, so that a feature takes little more than its pointer, a quarter
// of what it would in a map.
type pages map[int64]*page

type page struct {
	features [pageSize]*feature
	count    int
}

// set puts a feature, or removes it when it is nil, and gives the one that was there.
func (p pages) set(id int64, f *feature) (old *feature) {
	number, at := id>>pageBits, id&(pageSize-1)
	in := p[number]
	if in == nil {
		if f == nil {
			return nil
		}
		in = &page{}
		p[number] = in
	}
	old, in.features[at] = in.features[at], f
	if old == nil && f != nil {
		in.count++
	}
	if old != nil && f == nil {
		if in.count--; in.count == 0 {
			delete(p, number)
		}
	}
	return old
}

// scan visits all, in no order.
func (p pages) scan(visit func(*feature)) {
	for _, in := range p {
		for _, f := range in.features {
			if f != nil {
				visit(f)
			}
		}
	}
}
