package document

import "unicode/utf8"

// place is a point in the words of a provision that somebody asks for once the
// text has its provisions: the end of what a comment is about, or the reference
// to a note.
type place struct {
	position int  // of the provision; 0 when it is in none
	offset   int  // code points of its text
	whole    bool // it was in the heading
	note     rich // goes to the end of the provision's words
}

// places are those in a heading, or in words.
type places []*place

// settle tells the places of a heading where they are.
func (ps places) settle(position int) {
	for _, at := range ps {
		at.position, at.whole = position, true
	}
}

// places are the places that are marked in words.
func (r rich) places() places {
	var out places
	for _, piece := range r {
		if piece.at != nil {
			out = append(out, piece.at)
		}
	}
	return out
}

// settle tells the places in words where they are.
func (r rich) settle(position int) {
	offset := 0
	for _, piece := range r {
		if piece.at != nil {
			piece.at.position, piece.at.offset = position, offset
		}
		offset += utf8.RuneCountInString(piece.text)
	}
}

// from leaves the text from byte at on; the places that are marked before it go to
// its beginning. It takes r apart like split.
func (r rich) from(at int) rich {
	before, after := r.split(at)
	marks := before.places()
	first := len(r) - len(after) - len(marks)
	for i, at := range marks {
		r[first+i] = run{at: at} // in the room of what was before
	}
	return r[first:]
}

// mark adds a place between two words.
func (g *gather) mark(at *place) {
	g.close()
	g.runs = append(g.runs, run{in: g.in, at: at})
}

// withNotes puts the notes that the heading and the words refer to after the words,
// and after those the notes that they refer to themselves.
func withNotes(own []rich, heading places) []rich {
	out := own[:len(own):len(own)]
	take := func(ps places) {
		for _, at := range ps {
			if len(at.note) > 0 {
				out = append(out, at.note)
			}
		}
	}
	take(heading)
	for i := 0; i < len(out); i++ {
		take(out[i].places())
	}
	return out
}
