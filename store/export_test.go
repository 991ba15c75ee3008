package store

// FindParents is the step of an import that looks for the area around each area.
const FindParents = findParents

// FindTwins is the step of an import that looks for features that cover each other.
const FindTwins = findTwins
