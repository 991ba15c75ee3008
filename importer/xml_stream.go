package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// Limits of an XML file. Elements that nest deeper, or that are longer, are an attack or a mistake.
const (
	maxXMLDepth    = 256
	maxRecordBytes = maxObjectBytes
)

// xmlStream reads an XML file element by element. Names are compared without their namespace, since files are
// careless with it.
type xmlStream struct {
	decoder *xml.Decoder
	budget  *byteBudget
	depth   int
}

func newXMLStream(r io.Reader) *xmlStream {
	budget := &byteBudget{from: r}
	decoder := xml.NewDecoder(budget)
	decoder.Entity = xml.HTMLEntity
	// The text was decoded before it came here, whatever its first line says.
	decoder.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	s := &xmlStream{decoder: decoder, budget: budget}
	s.renew()
	return s
}

// renew allows the next record its full size.
func (s *xmlStream) renew() { s.budget.left = maxRecordBytes }

// token returns io.EOF after the last element, and a refusal for what is no XML.
func (s *xmlStream) token() (xml.Token, error) {
	token, err := s.decoder.Token()
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return nil, refuse(RefusedBroken, "the file ends in line %d, in the middle of an element; it is incomplete", syntax.Line)
	case errors.As(err, &syntax):
		return nil, refuse(RefusedBroken, "line %d is no XML: %s", syntax.Line, syntax.Msg)
	case err != nil:
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > maxXMLDepth {
			return nil, refuse(RefusedLimit, "elements are nested deeper than %d", maxXMLDepth)
		}
	case xml.EndElement:
		s.depth--
	}
	return token, nil
}

// children calls visit for each element within the one that was begun last, until it ends. visit reads its element to
// the end: by children, text or skip. What text the element has itself is returned.
func (s *xmlStream) children(visit func(xml.StartElement) error) (string, error) {
	var text strings.Builder
	for {
		token, err := s.token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := visit(token); err != nil {
				return "", err
			}
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			return strings.TrimSpace(strings.ReplaceAll(text.String(), "\x00", "")), nil
		}
	}
}

// text of the element that was begun last, without that of elements in it.
func (s *xmlStream) text() (string, error) {
	return s.children(func(xml.StartElement) error { return s.skip() })
}

func (s *xmlStream) skip() error {
	for from := s.depth; s.depth >= from; {
		if _, err := s.token(); err != nil {
			return err
		}
	}
	return nil
}

func xmlAttribute(element xml.StartElement, name string) string {
	for _, attribute := range element.Attr {
		if attribute.Name.Local == name {
			return strings.TrimSpace(attribute.Value)
		}
	}
	return ""
}

// byteBudget ends what reads more than it was allowed since the budget was renewed.
type byteBudget struct {
	from io.Reader
	left int
}

func (b *byteBudget) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, refuse(RefusedLimit, "one record is larger than %d MB", maxRecordBytes>>20)
	}
	return n, err
}

// isXML keeps text that mentions an element away from its reader.
func (p probe) isXML() bool {
	return p.isText() && bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(p.head, utf8BOM), " \t\r\n"), []byte("<"))
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']`)

// prepareXML finds the encoding: the user's choice, Unicode where the bytes are that, what the first line says.
func prepareXML(_ context.Context, p probe, options Options, open func(io.Reader) Reader) (*dataset, error) {
	e, err := chooseEncoding(p.path, options.Encoding)
	declared := xmlEncoding.FindSubmatch(p.head)
	if declared != nil && options.Encoding == "" && (err != nil || e.name == gb18030Encoding.name) {
		if said, ok := encodingNamed(string(declared[1])); ok && said.name != utf8Encoding.name {
			e, err = said, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return &dataset{path: p.path, encoding: e, open: open}, nil
}
