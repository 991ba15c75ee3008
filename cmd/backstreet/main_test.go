package main

import (
	"testing"

	"backstreet/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
