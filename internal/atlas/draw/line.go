package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// simplified leaves points out of a line as long as it stays, on the map, within a distance of what it was (Ramer, Douglas and
// Peucker); its ends stay, where other lines meet it. One that closes by itself is parted where it is farthest away.
func simplified(line []point, distance float64) []point {
	if len(line) < 3 {
		return line
	}
	far, at := 0.0, 0
	for i, p := range line {
		if d := apart(p, line[0], line[len(line)-1]); d > far {
			far, at = d, i
		}
	}
	if far <= distance {
		return []point{line[0], line[len(line)-1]}
	}
	return append(simplified(line[:at+1], distance), simplified(line[at:], distance)[1:]...)
}

// apart is how far a place is, on the map, from a stretch of a line.
func apart(p, a, b point) float64 {
	p, a, b = equalEarth(p), equalEarth(a), equalEarth(b)
	dx, dy := b.x-a.x, b.y-a.y
	length := dx*dx + dy*dy
	t := 0.0
	if length > 0 {
		t = max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/length))
	}
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// whole puts a ring on whole units; points that fall together are one.
func whole(points []point) ring {
	var out ring
	for _, p := range points {
		q := [2]int{int(math.Round(p.x)), int(math.Round(p.y))}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// area is that of a ring, below zero when it goes round the other way.
func area(r ring) (sum float64) {
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += float64(p[0]*q[1]-q[0]*p[1]) / 2
	}
	return sum
}

// inside is a point in a ring: in the middle of the widest stretch of land at the height of its centre.
func inside(r ring) (x, y int) {
	if len(r) == 0 {
		return 0, 0
	}
	low, high := r[0][1], r[0][1]
	for _, p := range r {
		low, high = min(low, p[1]), max(high, p[1])
	}
	height := float64(low+high)/2 + 0.01 // beside the corners, which are on whole units
	var crossings []float64
	for i, p := range r {
		q := r[(i+1)%len(r)]
		py, qy := float64(p[1]), float64(q[1])
		if (py > height) != (qy > height) {
			crossings = append(crossings, float64(p[0])+(height-py)/(qy-py)*float64(q[0]-p[0]))
		}
	}
	slices.Sort(crossings)
	best, middle := -1.0, float64(r[0][0])
	for i := 0; i+1 < len(crossings); i += 2 {
		if w := crossings[i+1] - crossings[i]; w > best {
			best, middle = w, (crossings[i]+crossings[i+1])/2
		}
	}
	return int(math.Round(middle)), int(math.Round(height))
}

// path writes rings as the data of an SVG path, each point by its steps from the one before.
func path(rings []ring) string {
	var b strings.Builder
	for _, r := range rings {
		b.WriteString("M" + pair(r[0][0], r[0][1], false) + "l")
		for i := 1; i < len(r); i++ {
			b.WriteString(pair(r[i][0]-r[i-1][0], r[i][1]-r[i-1][1], i > 1))
		}
		b.WriteString("z")
	}
	return b.String()
}

// pair writes two numbers with no more between them, and before them, than is needed.
func pair(x, y int, after bool) string {
	out := strconv.Itoa(x)
	if after && x >= 0 {
		out = " " + out
	}
	if y >= 0 {
		out += " "
	}
	return out + strconv.Itoa(y)
}
