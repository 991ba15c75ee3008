// Package web serves the browser app that is built from this folder into
// dist and embedded in the binary.
//
// It answers the app's own paths only; everything under /api, /tiles and the
// like belongs to package api. It compiles without Node: dist then holds
// only .gitkeep, and the handler says how to build the app.
//
//	mux.Handle("/*", web.Handler())
package web
