package api

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"backstreet/rectify"
)

// docsPage lists the operations. It needs no script, so that it works in a closed network.
var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Backstreet API</title>
<body><h1>Backstreet 巷治 API</h1>
<p>The full description: <a href="/openapi.json">openapi.json</a>, <a href="/openapi.yaml">openapi.yaml</a>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>Does</th><th>Permission</th><th>Area scope</th></tr></thead><tbody>
{{range .}}<tr><td>{{.Method}}</td><td><code>{{.Path}}</code></td><td>{{.Summary}}</td><td>{{.Permission}}</td><td>{{.Scope}}</td></tr>
{{end}}</tbody></table></body></html>
`))

// Route is one operation as docs and tests list it.
type Route struct {
	Method, Path, Summary string
	Permission            rectify.Permission
	Scope                 string // what area scope means to it
	Plain                 bool   // a handler of our own rather than huma's
}

// Routes lists every operation by path and method.
func (a *API) Routes() []Route {
	var routes []Route
	for _, op := range a.operations() {
		permission, within := declared(*op)
		plain, _ := op.Metadata[plainKey].(bool)
		routes = append(routes, Route{op.Method, op.Path, op.Summary, permission, string(within), plain})
	}
	slices.SortFunc(routes, func(x, y Route) int {
		return strings.Compare(x.Path+" "+x.Method, y.Path+" "+y.Method)
	})
	return routes
}

func (a *API) docs(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
	if err := docsPage.Execute(w, a.Routes()); err != nil {
		fail(w, r, err)
	}
}
