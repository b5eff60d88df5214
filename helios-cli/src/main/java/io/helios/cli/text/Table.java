package io.helios.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Left-aligned columns, four spaces apart, no blanks at the end of a line. Cells are kept to one
 * line each.
 */
public final class Table {
  private static final int GAP = 4;

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    row((Object[]) headings);
  }

  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString().replaceAll("\\s*[\\r\\n]+\\s*", " ").strip());
    }
    rows.add(row);
  }

  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(width(column) - cell.length() + GAP));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
