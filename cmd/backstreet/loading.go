package main

import (
	"log/slog"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// loading shows how far a long load of so many rows is: a bar on a terminal, elsewhere a line for each tenth.
func loading(rows int) (told func(rows int), finish func()) {
	if !isTerminal(os.Stderr) {
		done, tenth := 0, 0
		return func(more int) {
			done += more
			if now := 10 * done / max(1, rows); now > tenth {
				tenth = now
				slog.Info("loading the demo", "percent", 10*tenth)
			}
		}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(os.Stderr), mpb.WithWidth(60))
	bar := bars.AddBar(int64(rows), mpb.PrependDecorators(decor.Name("demo ")), mpb.AppendDecorators(decor.Percentage()))
	return func(more int) { bar.IncrBy(more) }, func() {
		bar.Abort(false)
		bars.Wait()
	}
}
