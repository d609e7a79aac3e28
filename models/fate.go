package models

// Fate is what became of a provision between two versions (Akoma Ntoso: textualMod).
type Fate string

// The fates of a provision. One that is modified may have been moved or renumbered as well.
const (
	FateUnchanged  Fate = "unchanged"
	FateModified   Fate = "modified"   // its words or its heading are others
	FateMoved      Fate = "moved"      // it stands under another parent, or elsewhere among its siblings
	FateRenumbered Fate = "renumbered" // only its number is another
	FateSplit      Fate = "split"      // its words stand in several provisions now
	FateJoined     Fate = "joined"     // it has the words of several former ones
	FateInserted   Fate = "inserted"
	FateRemoved    Fate = "removed"
)

// FateValues are all fates.
var FateValues = []Fate{
	FateUnchanged, FateModified, FateMoved, FateRenumbered, FateSplit, FateJoined, FateInserted, FateRemoved,
}
