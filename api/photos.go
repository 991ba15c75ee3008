package api

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"backstreet/photo"
	"backstreet/rectify"
)

// Photo is a piece of evidence.
type Photo struct {
	UID      string             `json:"uid"`
	Phase    rectify.Phase      `json:"phase"`
	State    rectify.PhotoState `json:"state"`
	EventID  rectify.EventID    `json:"event_id"`
	Cycle    int                `json:"cycle"`
	TakenAt  time.Time          `json:"taken_at"`
	StoredAt *time.Time         `json:"stored_at"`
	Bytes    int64              `json:"bytes"`
	Actor    *Named             `json:"actor"`
}

func photoOut(p rectify.Photo, names map[rectify.PersonID]string) Photo {
	return Photo{
		UID: p.UID, Phase: p.Phase, State: p.State, EventID: p.EventID, Cycle: p.Cycle, TakenAt: p.TakenAt,
		StoredAt: orNull(p.StoredAt), Bytes: p.Bytes, Actor: personOut(p.ActorID, names),
	}
}

func (a *API) photoRoutes() {
	const path = "/api/v1/photos/{uid}"
	uid := parameter("path", "uid", "As the event announced it", uuidSchema)
	put := operation("put-photo", http.MethodPut, path, "The bytes of an announced photo", rectify.PhotoWrite, scopePhoto)
	put = taking(asking(put, uid), map[string]*huma.MediaType{
		"image/jpeg": {Schema: bytesSchema}, "image/png": {Schema: bytesSchema}, "image/webp": {Schema: bytesSchema},
	})
	a.plain(answering(put, http.StatusOK, "application/json", schemaOf[Photo](a)), a.putPhoto)
	get := operation("get-photo", http.MethodGet, path, "A photo, or its thumbnail", rectify.PhotoRead, scopePhoto)
	get = asking(get, uid, parameter("query", "size", "Left out: as it was taken", oneOfTexts("full", "thumb")))
	a.plain(answering(get, http.StatusOK, "image/*", bytesSchema), a.getPhoto)
}

// announced finds the row of the photo that a request names, if the caller may see it.
func (a *API) announced(r *http.Request) (rectify.Photo, error) {
	uid := chi.URLParam(r, "uid")
	if _, err := uuid.Parse(uid); err != nil {
		return rectify.Photo{}, rectify.ErrNotFound
	}
	row, err := a.Store.Photo(r.Context(), uid)
	if err != nil {
		return row, err
	}
	snapshot := a.Live.Snapshot()
	feature, err := a.Store.Feature(r.Context(), row.FeatureID)
	if err != nil {
		return row, err
	}
	actor := actorOf(r.Context())
	if row.ActorID != actor.ID && !rectify.CanSeePhotos(actor, feature, snapshot.Lineage(feature.AreaID)) {
		return row, problem(http.StatusForbidden, "outside_area", "this photo is of a place outside your area or unit")
	}
	return row, nil
}

// putPhoto takes the bytes of an announced photo. Only who announced it may send it; sent again it
// changes nothing.
func (a *API) putPhoto(w http.ResponseWriter, r *http.Request) {
	row, err := a.announced(r)
	if err == nil && row.ActorID != actorOf(r.Context()).ID {
		err = problem(http.StatusForbidden, "not_your_photo", "another person announced this photo")
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	body := http.MaxBytesReader(w, r.Body, photo.MaxBytes+1)
	stored, err := a.Photos.Put(r.Context(), row.UID, row.SHA256, row.Bytes, body)
	if err != nil {
		fail(w, r, photoProblem(err))
		return
	}
	row, err = a.Store.PhotoStored(r.Context(), row.UID, stored.ContentType)
	if err != nil {
		fail(w, r, err)
		return
	}
	a.inStep(r.Context())
	me := actorOf(r.Context())
	writeJSON(w, photoOut(row, map[rectify.PersonID]string{me.ID: me.Name}))
}

func photoProblem(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return rectify.ErrTooLarge
	}
	return err
}

func (a *API) getPhoto(w http.ResponseWriter, r *http.Request) {
	row, err := a.announced(r)
	if err == nil && row.State != rectify.PhotoStored {
		err = problem(http.StatusNotFound, "photo_owed", "this photo was announced and has not arrived yet")
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	size := photo.Original
	if r.URL.Query().Get("size") == "thumb" {
		size = photo.Thumbnail
	}
	content, contentType, err := a.Photos.Open(r.Context(), row.UID, size)
	if err != nil {
		fail(w, r, err)
		return
	}
	defer content.Close()
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	_, _ = io.Copy(w, content) // a client that has gone needs no answer
}
