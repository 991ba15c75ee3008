// Package photo keeps the bytes of photos, and of files uploaded for import, in a bucket.
//
// What a phone captured is checked against the hash it announced, freed of everything it tells about
// the device, the place and the person, and stored with a thumbnail. Only the time of capture stays,
// and only in a JPEG, as EXIF has no other common home. A photo that EXIF says lies on its side is set
// upright.
//
//	bucket, err := photo.Open(ctx, "file:///var/lib/backstreet/photos")
//	stored, err := bucket.Put(ctx, claim.UID, claim.SHA256, claim.Bytes, request.Body)
//	content, contentType, err := bucket.Open(ctx, claim.UID, photo.Thumbnail)
//
// It knows no database: who may see a photo, and whether it was announced, is asked before.
package photo
