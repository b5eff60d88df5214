package io.helios.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Draws where the threads of a flight recording ran: callers below, the width is the share. */
public final class FlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 15;
  private static final double NARROWEST = 0.6;
  private static final double LETTER = 6.2;
  private static final int MOST_LISTED = 25;

  private final Frame root = new Frame("all");
  private final Map<String, Integer> own = new TreeMap<>();
  private int deepest;

  private static final class Frame {
    private final String name;
    private final Map<String, Frame> callees = new TreeMap<>();
    private int samples;

    Frame(String name) {
      this.name = name;
    }
  }

  /** Reads the recording's samples of running Java code. */
  public static FlameGraph of(Path recording) throws IOException {
    FlameGraph graph = new FlameGraph();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          graph.add(event.getStackTrace().getFrames());
        }
      }
    }
    return graph;
  }

  private void add(List<RecordedFrame> topFirst) {
    Frame at = root;
    at.samples++;
    String name = "";
    for (int i = topFirst.size() - 1; i >= 0; i--) {
      String type = topFirst.get(i).getMethod().getType().getName();
      name =
          type.substring(type.lastIndexOf('.') + 1) + "." + topFirst.get(i).getMethod().getName();
      at = at.callees.computeIfAbsent(name, Frame::new);
      at.samples++;
    }
    own.merge(name, 1, Integer::sum);
    deepest = Math.max(deepest, topFirst.size());
  }

  /** Methods in which most samples were taken, with their share. */
  public String hottest() {
    List<Map.Entry<String, Integer>> all = new ArrayList<>(own.entrySet());
    all.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Integer> one : all.subList(0, Math.min(MOST_LISTED, all.size()))) {
      text.append(
          String.format(
              Locale.ROOT, "%5.1f %%  %s%n", 100.0 * one.getValue() / root.samples, one.getKey()));
    }
    return text.toString();
  }

  /** A picture that needs nothing else; names are shown where one points. */
  public void write(Path svg) throws IOException {
    int height = (deepest + 2) * ROW;
    StringBuilder text = new StringBuilder();
    text.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-size=\"10\" font-family=\"monospace\">"
            .formatted(WIDTH, height));
    draw(text, root, 0, height - ROW);
    Files.writeString(svg, text.append("</svg>\n").toString());
  }

  private void draw(StringBuilder text, Frame frame, double x, int y) {
    double width = (double) WIDTH * frame.samples / Math.max(1, root.samples);
    if (width < NARROWEST) {
      return;
    }
    String label = HtmlReport.escaped(frame.name);
    int letters = (int) (width / LETTER);
    String shown =
        letters < 3
            ? ""
            : HtmlReport.escaped(frame.name.substring(0, Math.min(letters, frame.name.length())));
    text.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"hsl(%d,70%%,65%%)\" stroke=\"#fff\" stroke-width=\".3\"/><text x=\"%.1f\" y=\"%d\">%s</text></g>",
            label,
            100.0 * frame.samples / root.samples,
            x,
            y,
            width,
            ROW,
            20 + Math.floorMod(frame.name.hashCode(), 40),
            x + 2,
            y + ROW - 4,
            shown));
    double at = x;
    for (Frame callee : frame.callees.values()) {
      draw(text, callee, at, y - ROW);
      at += (double) WIDTH * callee.samples / root.samples;
    }
  }
}
