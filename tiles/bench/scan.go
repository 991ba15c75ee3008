package main

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of MVT's messages.
const (
	tileLayer    = 3
	layerName    = 1
	layerFeature = 2
	layerKey     = 3
	layerValue   = 4
	featureID    = 1
	featureTags  = 2
)

// decodedLayer is as much of a layer as is needed to read the properties of some of its features.
type decodedLayer struct {
	name     string
	features [][]byte
	keys     []string
	values   [][]byte
}

// layersIn reads the layers of a tile before compression.
func layersIn(content []byte) ([]decodedLayer, error) {
	var layers []decodedLayer
	err := fields(content, func(number protowire.Number, layer []byte, _ uint64) error {
		if number != tileLayer {
			return nil
		}
		var of decodedLayer
		err := fields(layer, func(number protowire.Number, part []byte, _ uint64) error {
			switch number {
			case layerName:
				of.name = string(part)
			case layerFeature:
				of.features = append(of.features, part)
			case layerKey:
				of.keys = append(of.keys, string(part))
			case layerValue:
				of.values = append(of.values, part)
			}
			return nil
		})
		layers = append(layers, of)
		return err
	})
	return layers, err
}

// find gives the properties of the feature with the id, or nil when the layer has none.
func (l decodedLayer) find(id int64) (map[string]any, error) {
	for _, feature := range l.features {
		var has uint64
		if err := fields(feature, func(number protowire.Number, _ []byte, value uint64) error {
			if number == featureID {
				has = value
			}
			return nil
		}); err != nil {
			return nil, err
		}
		if has == uint64(id) {
			return l.properties(feature)
		}
	}
	return nil, nil
}

func (l decodedLayer) properties(feature []byte) (map[string]any, error) {
	of := map[string]any{}
	err := fields(feature, func(number protowire.Number, tags []byte, _ uint64) error {
		for number == featureTags && len(tags) > 0 {
			key, n := protowire.ConsumeVarint(tags)
			value, m := protowire.ConsumeVarint(tags[max(n, 0):])
			if n < 0 || m < 0 || key >= uint64(len(l.keys)) || value >= uint64(len(l.values)) {
				return fmt.Errorf("a feature of layer %s has tags that point nowhere", l.name)
			}
			decoded, err := valueOf(l.values[value])
			if err != nil {
				return err
			}
			of[l.keys[key]] = decoded
			tags = tags[n+m:]
		}
		return nil
	})
	return of, err
}

// valueOf reads numbers of every kind as float64, which holds a tile's exactly.
func valueOf(encoded []byte) (decoded any, err error) {
	err = fields(encoded, func(number protowire.Number, text []byte, value uint64) error {
		switch number {
		case 1:
			decoded = string(text)
		case 2:
			decoded = float64(math.Float32frombits(uint32(value)))
		case 3:
			decoded = math.Float64frombits(value)
		case 4, 5:
			decoded = float64(int64(value))
		case 6:
			decoded = float64(protowire.DecodeZigZag(value))
		case 7:
			decoded = value != 0
		}
		return nil
	})
	return decoded, err
}

// fields visits a message's fields; of bytes or a number, one is set.
func fields(message []byte, visit func(number protowire.Number, bytes []byte, value uint64) error) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return fmt.Errorf("read a tile: %w", protowire.ParseError(n))
		}
		message = message[n:]
		var bytes []byte
		var value uint64
		switch kind {
		case protowire.BytesType:
			bytes, n = protowire.ConsumeBytes(message)
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(message)
		case protowire.Fixed64Type:
			value, n = protowire.ConsumeFixed64(message)
		case protowire.Fixed32Type:
			var narrow uint32
			narrow, n = protowire.ConsumeFixed32(message)
			value = uint64(narrow)
		default:
			n = protowire.ConsumeFieldValue(number, kind, message)
		}
		if n < 0 {
			return fmt.Errorf("read a tile: %w", protowire.ParseError(n))
		}
		if err := visit(number, bytes, value); err != nil {
			return err
		}
		message = message[n:]
	}
	return nil
}
