// Package scene draws what the demo's photos show: a lane with a neglected wall, and the same lane with the wall painted;
// bicycles as they come, and in marked stalls; the entrance of a compound. No picture shows a real place, and the same
// place is always the same picture.
//
// Surfaces are met by rays, so that they are in perspective; what stands and hangs is drawn over them from behind.
// It writes no file and knows no feature.
//
//	before, after := scene.Draw(scene.Wall, 3, false), scene.Draw(scene.Wall, 3, true)
package scene
