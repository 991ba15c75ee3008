// Package live is the copy of the district in memory: what tiles, lists, counts and progress are
// answered from. It follows the database through its Source and never writes to it.
//
// One goroutine, Run, owns what changes. Readers take a Snapshot and never wait: pages of 64 packed
// features, the cells of the grids and the counters lie in persistent radix trees, and the whole is
// published through one atomic pointer. An edit takes less than 0.1 ms, in a city of a million too. What a
// reader asks for is unpacked for it: Feature and its like belong to whoever asked.
//
// The order on a change is fixed: apply to memory, call OnChange (which drops tiles), release those
// who wait in Sync, tell the subscribers. So after Sync nobody is shown what was before.
//
//	copied := live.New(store, live.Options{OnChange: dropTiles})
//	group.Go(func() { copied.Run(ctx) })
//	…
//	err := copied.Sync(ctx) // after a commit
//	page, err := copied.Snapshot().List(live.Filter{AreaID: 7}, live.SortDueOn, "", 50)
//
// It is no cache with a lifetime, knows no HTTP and no SQL, and keeps no history.
package live
