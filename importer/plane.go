package importer

// askPlaneCRS asks about numbers of a format that knows no Earth: drawings, and tables said to be on a plane of their
// own. Small ones are not degrees here, but metres from some corner of the sheet.
func askPlaneCRS(x, y float64) error {
	if x >= -180 && x <= 180 && y >= -180 && y <= 180 {
		return refuse(RefusedCRS, "the coordinates (such as %.3f, %.3f) are counted from a corner of the sheet and say nothing of a place on Earth: "+
			"have the drawing moved to its survey coordinates (测量坐标, EPSG:4547 in Luohe); if they are degrees in truth, say --crs EPSG:4326", x, y)
	}
	return askCRS(x, y)
}
