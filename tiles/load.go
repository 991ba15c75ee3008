package tiles

import (
	"iter"
	"runtime"
	"sync"
)

// batchSize is how many features a worker is handed at once: enough that handing over costs nothing beside the work.
const batchSize = 1024

// batch is some features and their shapes.
type batch struct {
	features []Feature
	shapes   []shape
}

// prepared gives each feature with its shape, made on all processors, in no order.
func prepared(features iter.Seq[Feature]) iter.Seq2[*Feature, shape] {
	return func(yield func(*Feature, shape) bool) {
		todo, done := make(chan *batch, 4), make(chan *batch, 4)
		var workers sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			workers.Go(func() {
				for b := range todo {
					for i := range b.features {
						b.shapes = append(b.shapes, prepare(&b.features[i]))
					}
					done <- b
				}
			})
		}
		go func() {
			hand(features, todo)
			workers.Wait()
			close(done)
		}()
		more := true
		for b := range done { // to its end, so that nobody is left waiting
			for i := range b.features {
				more = more && yield(&b.features[i], b.shapes[i])
			}
		}
	}
}

// hand gives all features away in batches.
func hand(features iter.Seq[Feature], to chan<- *batch) {
	defer close(to)
	b := &batch{}
	for f := range features {
		if b.features = append(b.features, f); len(b.features) == batchSize {
			to <- b
			b = &batch{features: make([]Feature, 0, batchSize), shapes: make([]shape, 0, batchSize)}
		}
	}
	to <- b
}
