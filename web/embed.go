package web

import (
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var built embed.FS

// contentSecurityPolicy lets the page load from its own origin and nothing
// else: no eval, no inline script or style, no blob worker.
const contentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'; " +
	"connect-src 'self' data: blob:; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// immutable is for files whose name holds their hash; a new build brings new names.
const immutable = "public, max-age=31536000, immutable"

// views are the paths that open the app; which view it shows is decided in the browser.
var views = map[string]bool{"/": true, "/plan": true, "/field": true, "/lead": true, "/admin": true}

// Handler serves the built app. Unknown paths are 404, never the index page:
// a worker or chunk answered with HTML fails far from its cause.
func Handler() http.Handler {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic("web: dist is embedded at compile time: " + err.Error())
	}
	return handler(dist)
}

func handler(dist fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		secure(w.Header())
		if views[r.URL.Path] {
			w.Header().Set("Cache-Control", "no-cache")
			if _, err := fs.Stat(dist, "index.html"); err != nil {
				http.Error(w, "the web app is not built: run make build", http.StatusServiceUnavailable)
				return
			}
			serveFile(w, r, dist, "index.html")
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if !servable(dist, name) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", immutable)
		}
		serveFile(w, r, dist, name)
	})
}

func secure(h http.Header) {
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
}

// servable says whether name is a file of the app. The index page has its
// own paths, and compressed copies are reached through the name they stand for.
func servable(dist fs.FS, name string) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || name == "index.html" || path.Ext(name) == ".br" || path.Ext(name) == ".gz" {
		return false
	}
	info, err := fs.Stat(dist, name)
	return err == nil && info.Mode().IsRegular()
}

// serveFile sends name, as its compressed copy when the build made one and
// the browser takes it.
func serveFile(w http.ResponseWriter, r *http.Request, dist fs.FS, name string) {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	w.Header().Add("Vary", "Accept-Encoding")
	for _, packed := range []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r.Header.Get("Accept-Encoding"), packed.coding) {
			continue
		}
		if _, err := fs.Stat(dist, name+packed.suffix); err != nil {
			continue
		}
		w.Header().Set("Content-Encoding", packed.coding)
		http.ServeFileFS(w, r, dist, name+packed.suffix)
		return
	}
	http.ServeFileFS(w, r, dist, name)
}

// accepts reads an Accept-Encoding header: listed and not refused with q=0.
func accepts(header, coding string) bool {
	for _, item := range strings.Split(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(item), ";")
		if strings.TrimSpace(name) == coding {
			q := strings.ReplaceAll(quality, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
