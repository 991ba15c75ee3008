package store

// FindParents is the step of an import that looks for the area around each area.
const FindParents = findParents
