package importer

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// hint is an encoding that a file declares of itself, and where it says so.
type hint struct {
	label, from string
}

// settle finds the encoding of text that may be declared wrongly, or not at all: the user's choice, the hints in their
// order, UTF-8, GB18030. decodes says whether the whole text makes sense in an encoding. What is declared and cannot be
// true is passed over with a note; where nothing fits, the user is asked.
func settle(choice string, hints []hint, decodes func(encoding) (bool, error), notes *[]string) (encoding, error) {
	if choice != "" {
		return settleChosen(choice, decodes)
	}
	for _, h := range hints {
		named, known := encodingNamed(h.label)
		if !known {
			*notes = append(*notes, h.from+" names no known encoding; it is left out")
			continue
		}
		if named.name == westernName {
			if found, ok, err := notWestern(decodes); err != nil || ok {
				if found.name == gb18030Encoding.name {
					*notes = append(*notes, h.from+" says "+named.name+", but the text is Chinese; it is read as GB18030: if it looks wrong, say --encoding")
				}
				return found, err
			}
		}
		if fits, err := decodes(named); err != nil || fits {
			return named, err
		}
		*notes = append(*notes, h.from+" says "+named.name+", which the text is not; it is left out")
	}
	if fits, err := decodes(utf8Encoding); err != nil || fits {
		return utf8Encoding, err
	}
	switch fits, err := decodes(gb18030Encoding); {
	case err != nil:
		return encoding{}, err
	case fits:
		*notes = append(*notes, "no encoding is declared; the text is read as GB18030: if it looks wrong, say --encoding")
		return gb18030Encoding, nil
	}
	return encoding{}, refuse(RefusedEncoding, "the text is neither UTF-8 nor GB18030; say which with --encoding, such as Big5 or windows-1252")
}

func settleChosen(choice string, decodes func(encoding) (bool, error)) (encoding, error) {
	chosen, err := encodingChosen(choice)
	if err != nil {
		return encoding{}, err
	}
	fits, err := decodes(chosen)
	if err == nil && !fits {
		err = refuse(RefusedEncoding, "the text is not %s as --encoding says; leave it out, or try GB18030, Big5 or windows-1252", chosen.name)
	}
	return chosen, err
}

// fileDecodes says that all of a text file makes sense in the encoding.
func fileDecodes(path string, e encoding) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	if e.name == utf8Encoding.name {
		return validUTF8(bufio.NewReaderSize(file, 1<<16))
	}
	decoded := bufio.NewReaderSize(e.decode(file), 1<<16)
	for {
		char, _, err := decoded.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		case char == utf8.RuneError:
			return false, nil
		}
	}
}

// damagedText is the fault of a record whose text was lost before it came here: � stands for bytes that some program
// could not decode, and nobody can say any more what they were.
func damagedText(properties Properties) *Fault {
	for _, property := range properties {
		text, _ := property.Value.(string)
		if strings.ContainsRune(text, utf8.RuneError) || strings.ContainsRune(property.Name, utf8.RuneError) {
			return faultf(CodeBadText, text, "the text of %s is damaged; export the file anew, with the encoding said", property.Name)
		}
	}
	return nil
}
