"""The year in words: ten key facts and a paragraph, each a sentence that follows the numbers."""

from reports.workbook import target
from reports.workbook.key import NO_TARGET, NOT_PASSED, Key
from reports.workbook.lines import CUMULATIVE, FIRST_ROW, LABEL, STATUS, VISITS, Grid, Kind, Line, Notes, block_name
from reports.workbook.live import (
    Live,
    at_least,
    both,
    count,
    decimal,
    divide,
    equal,
    highest,
    how_many,
    if_error,
    item,
    known,
    lower,
    minus,
    percent,
    plus,
    position,
    positive,
    text,
    when,
)
from reports.workbook.report import Report
from reports.workbook.rows import PROVISIONAL

# Hidden columns of Bulanan: visits up to a line, its name in a comparison, its visits a month, its place, the change
# from the line above, the visits of months alone, and whether last year's sum is passed.
SO_FAR, NAME, A_MONTH, PLACE, CHANGE, OF_MONTH, BEYOND = "Q", "R", "S", "T", "U", "V", "AE"
NOTES_ROW = FIRST_ROW + 20


def change(now: Live, before: Live) -> Live:
    """naik 161,34%"""
    up, down = percent(minus(now, before), before), percent(minus(before, now), before)
    return when(equal(now, before), "tetap", when(at_least(now, before), text("naik ", up), text("turun ", down)))


class Facts:
    """Writes the hidden comparisons beside the lines of Bulanan, then makes sentences over them."""

    def __init__(self, grid: Grid, key: Key, report: Report):
        self.grid, self.key, self.report = grid, key, report
        self.last_year = report.year - 1
        self.has_target = target.is_set(key.target)
        self._write_comparisons()
        self._note_places(Notes(grid.sheet, NOTES_ROW))

    def ten(self) -> list[tuple[str, Live]]:
        return [
            ("Capaian terhadap target tahunan", self.achievement()),
            ("Selisih terhadap target tahunan", self.difference()),
            ("Target tahunan tercapai pada", self.passed()),
            (f"Dibandingkan seluruh tahun {self.last_year}", self.growth()),
            (f"Realisasi seluruh tahun {self.last_year} terlampaui pada", self.beyond_last_year()),
            ("Bulan dan triwulan tertinggi yang diketahui", self.highest()),
            ("Kenaikan bulanan tertinggi", self.best_change()),
            ("Bulan terakhir yang diketahui", self.last_month()),
            ("Rata-rata", self.means()),
            ("Data gabungan", self.blocks()),
        ]

    def achievement(self) -> Live:
        visits, year = self.key.visits, self.key.target
        share = text(percent(visits, year), " (", count(visits), " dari ", count(year), " kunjungan)")
        without = text(count(visits), f" kunjungan; {NO_TARGET}")
        return when(known(visits), when(self.has_target, share, without))

    def difference(self) -> Live:
        visits, year = self.key.visits, self.key.target
        over, under = minus(visits, year), minus(year, visits)
        more = text("lebih ", count(over), " kunjungan (", percent(over, year), "); sisa target 0")
        less = text("sisa target ", count(under), " kunjungan (", percent(under, year), ")")
        return when(both(known(visits), self.has_target), when(at_least(visits, year), more, less))

    def passed(self) -> Live:
        """The month or block, and how many of its visits were still needed where that is known."""
        here, so_far = (item(self.grid.span(column), self.passed_place) for column in (VISITS, SO_FAR))
        needed = minus(self.key.target, minus(so_far, here))
        dates = text(item(self.grid.span(LABEL), self.passed_place), f" {self.report.year}")
        said = text("; saat itu dibutuhkan ", count(needed), " dari ", count(here), " kunjungan")
        known_need = when(positive(so_far), when(at_least(needed, 1), said, ""), "")
        return when(self.has_target, when(positive(self.passed_place), text(dates, known_need), NOT_PASSED))

    def growth(self) -> Live:
        visits, before = self.key.visits, self.key.previous
        up, down = minus(visits, before), minus(before, visits)
        said = when(
            at_least(visits, before),
            text("naik ", count(up), " kunjungan atau ", percent(up, before)),
            text("turun ", count(down), " kunjungan atau ", percent(down, before)),
        )
        return when(both(known(visits), positive(before)), text(said, " (", decimal(visits, before), " kali)"))

    def beyond_last_year(self) -> Live:
        so_far, before = item(self.grid.span(SO_FAR), self.beyond_place), self.key.previous
        label = item(self.grid.span(LABEL), self.beyond_place)
        ratio = text(decimal(so_far, before), " kali, ", change(so_far, before))
        said = text(label, f" {self.report.year} (", count(so_far), " kunjungan, ", ratio, ")")
        return when(positive(before), when(positive(self.beyond_place), said, "belum terlampaui"))

    def highest(self) -> Live:
        best = item(self.grid.span(OF_MONTH), self.best_place)
        month = text(item(self.grid.span(LABEL), self.best_place), " ", count(best))
        month = text(month, " kunjungan (", percent(best, self.key.visits), ")")
        quarter = text(self.best_quarter_name, " ", count(self.best_quarter), " kunjungan (")
        quarter = text("; ", quarter, percent(self.best_quarter, self.key.visits), ")")
        return when(
            both(positive(self.best_place), positive(self.key.visits)),
            text(month, when(positive(self.best_quarter), quarter, "")),
        )

    def best_change(self) -> Live:
        name = item(self.grid.span(NAME), self.best_change_place)
        said = text(name, " ", self._since(self.best_change_place))
        compared = positive(how_many(self.grid.span(CHANGE)))
        return when(compared, when(positive(self.best_change_place), said, "tidak ada kenaikan"))

    def last_month(self) -> Live:
        last, best = (item(self.grid.span(OF_MONTH), place) for place in (self.last_place, self.best_place))
        label = text(item(self.grid.span(LABEL), self.last_place), " ", count(last), " kunjungan")
        status = item(self.grid.span(STATUS), self.last_place)
        label = text(label, when(equal(status, PROVISIONAL), " (angka sementara)", ""))
        has_neighbour = known(item(self.grid.span(CHANGE), self.last_place))
        neighbour = when(has_neighbour, text("; ", self._since(self.last_place)), "")
        best_name = item(self.grid.span(LABEL), self.best_place)
        from_best = text("; terhadap ", best_name, " (tertinggi) ", change(last, best))
        is_best = at_least(last, best)
        return when(
            positive(self.last_place), text(label, neighbour, when(is_best, "; tertinggi tahun ini", from_best))
        )

    def means(self) -> Live:
        visits, months, days = self.key.visits, self.months_covered, self.report.figures.pace.open_days
        by_month = text(decimal(visits, months), " kunjungan per bulan (", count(months), " bulan berdata)")
        by_day = text("; ", decimal(visits, days), f" per hari buka ({days} hari)") if days else ""
        return when(both(known(visits), positive(months)), text(by_month, by_day))

    def blocks(self) -> Live | str:
        found = [self._block(line) for line in self.grid.lines if line.block]
        separated = [part for block in found for part in ("; ", block)][1:]
        return text(*separated) if found else "tidak ada; setiap bulan yang berdata tercatat sendiri"

    def paragraph(self) -> Live:
        visits, year = self.key.visits, self.key.target
        opening = text(f"Realisasi kunjungan s.d. {self.report.until} sebanyak ", count(visits), " kunjungan")
        share = text(" atau ", percent(visits, year), " dari target ", count(year), " kunjungan")
        rated = text(share, " (predikat ", lower(self.key.rating), ").")
        first = text(opening, when(self.has_target, rated, f"; {NO_TARGET}."))
        nothing = f"Belum ada data kunjungan tahun {self.report.year}."
        return when(known(visits), text(first, self._beside_last_year()), nothing)

    def _beside_last_year(self) -> Live:
        visits, before = self.key.visits, self.key.previous
        opening = text(f" Dibandingkan tahun {self.last_year} sebanyak ", count(before), " kunjungan, ")
        up, down = minus(visits, before), minus(before, visits)
        rise = text("terjadi kenaikan ", count(up), " kunjungan atau ", percent(up, before), ".")
        fall = text("terjadi penurunan ", count(down), " kunjungan atau ", percent(down, before), ".")
        same = when(equal(visits, before), "tidak ada perubahan.", when(at_least(visits, before), rise, fall))
        return when(positive(before), text(opening, same), f" Realisasi tahun {self.last_year} tidak tersedia.")

    def _since(self, place: Live) -> Live:
        """terhadap Februari naik 161,34%"""
        here, above = (item(self.grid.span(A_MONTH), spot) for spot in (place, minus(place, 1)))
        return text("terhadap ", item(self.grid.span(NAME), minus(place, 1)), " ", change(here, above))

    def _block(self, line: Line) -> Live:
        visits = self.grid.at(VISITS, line)
        mean = text(", rata-rata ", decimal(visits, len(line.months)), " per bulan")
        share = when(positive(self.key.visits), text(" (", percent(visits, self.key.visits), ")"), "")
        return text(block_name(line.block), " ", count(visits), " kunjungan", mean, share)

    def _write_comparisons(self) -> None:
        grid, before = self.grid, self.key.previous

        def own(line: Line):
            return when(known(grid.at(VISITS, line)), grid.at(VISITS, line), "")

        def a_month(line: Line):
            if line.is_month:
                return when(known(grid.at(OF_MONTH, line)), grid.at(OF_MONTH, line), "")
            return divide(grid.at(VISITS, line), len(line.months)) if line.block else None

        def change_from_above(line: Line):
            n = grid.lines.index(line)
            if n == 0:
                return None
            here, above = grid.at(A_MONTH, line), grid.at(A_MONTH, grid.lines[n - 1])
            return when(both(known(here), positive(above)), divide(minus(here, above), above), "")

        def is_beyond(line: Line):
            so_far = grid.at(SO_FAR, line)
            return when(both(known(so_far), positive(before)), when(at_least(so_far, plus(before, 1)), 1, 0), 0)

        def so_far(line: Line):
            if line.kind in (Kind.HIDDEN_MONTH, Kind.BESIDE):
                return None
            return when(known(grid.at(CUMULATIVE, line)), grid.at(CUMULATIVE, line), "")

        def name(line: Line) -> str:
            return f"rata-rata {block_name(line.block)}" if line.block else line.label

        grid.column(SO_FAR, so_far)
        grid.month_column(OF_MONTH, own)
        grid.column(NAME, name)
        grid.column(A_MONTH, a_month)
        grid.month_column(PLACE, lambda line: when(known(grid.at(OF_MONTH, line)), 1 + grid.lines.index(line), ""))
        grid.column(CHANGE, change_from_above)
        grid.column(BEYOND, is_beyond)

    def _note_places(self, notes: Notes) -> None:
        """Which lines the sentences speak of; 0 where there is none."""
        grid, months, changes = self.grid, self.grid.span(OF_MONTH), self.grid.span(CHANGE)
        self.passed_place = notes.put("baris tercapai", if_error(position(self.key.passed, grid.span(LABEL)), 0))
        self.beyond_place = notes.put("baris melampaui", if_error(position(1, grid.span(BEYOND)), 0))
        self.last_place = notes.put("baris terakhir", highest(grid.span(PLACE)))
        best = when(positive(how_many(months)), position(highest(months), months), 0)
        self.best_place = notes.put("baris tertinggi", best)
        best_change = when(positive(highest(changes)), position(highest(changes), changes), 0)
        self.best_change_place = notes.put("baris kenaikan tertinggi", best_change)
        hidden = sum(line.is_month and line.kind is Kind.HIDDEN_MONTH for line in grid.lines)
        self.months_covered = notes.put("bulan berdata", plus(how_many(months), hidden))
        self.best_quarter = notes.put("triwulan tertinggi", highest(self.key.quarters))
        name = item(self.key.quarter_names, if_error(position(self.best_quarter, self.key.quarters), 1))
        self.best_quarter_name = notes.put("nama triwulan tertinggi", name)
