package io.helios.master.watch;

import io.helios.master.view.Journal;
import io.helios.master.view.Journal.Entry;
import io.helios.master.view.Journal.Mark;
import io.helios.master.view.Picture;
import io.helios.master.view.ThingState;
import io.helios.master.view.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader of the stream stands, and what comes next. An event is a block of lines that
 * takes the reader from one revision to another as a whole: a reader that was cut off in the midst
 * of one has not moved. For one thread at a time; touches neither network nor clock.
 */
final class Follower {
  /** A block ends at the first revision behind this many bytes. */
  private static final int BLOCK = 32 * 1024;

  private static final String TOO_FAR_BEHIND = "too far behind";
  private static final String NOT_EVERY_CHANGE =
      "this master does not know every change since then";

  private final Journal journal;
  private final WatchFilter filter;
  private final Lines lines;
  private final LongFunction<String> tokens;
  private final Optional<Set<Topic>> topics;

  /** Everything before was dealt with. */
  private long position;

  /** Told by a picture already, although it comes behind the position. */
  private long sequence;

  /** Every change up to this revision was told, or is nothing to the reader. */
  private long told;

  /** Told already by another master, which may have been ahead of this one. */
  private long toldElsewhere;

  /** Whether this master has yet to come to where the reader was when it came. */
  private boolean isBehind;

  /** Since when the journal was exact when the reader came. */
  private long exactSince;

  /** Why a picture has to come first; null when it does not, or the picture is there. */
  private @Nullable String why;

  private @Nullable Picture picture;
  private @Nullable Iterator<ThingState> things;

  /**
   * @param tokens revisions as they stand on the wire
   */
  Follower(Journal journal, WatchFilter filter, Lines lines, LongFunction<String> tokens) {
    this.journal = journal;
    this.filter = filter;
    this.lines = lines;
    this.tokens = tokens;
    this.topics = filter.topics();
  }

  /** Goes on after a revision if the journal reaches back to it; begins anew otherwise. */
  void resume(long revision) {
    long exact = journal.exactSince();
    isBehind = revision > journal.mark().revision();
    OptionalLong after = journal.after(revision);
    if (after.isPresent()) {
      exactSince = exact;
      position = after.getAsLong();
      told = revision;
      toldElsewhere = revision;
    } else {
      begin(NOT_EVERY_CHANGE);
    }
  }

  /** Everything has to be told, since nothing or too little is known. */
  void begin(String reason) {
    why = reason;
    picture = null;
    things = null;
  }

  /** Whether nothing can come until it is {@link #given} a picture. */
  boolean needsPicture() {
    return why != null && picture == null;
  }

  /** Whether much may have to be written before it has caught up. */
  boolean isBeginning() {
    return why != null || things != null;
  }

  /** Whether it was told something that this master has not seen. */
  boolean isAhead() {
    return !isBeginning() && toldElsewhere > journal.mark().revision();
  }

  /** Whether it has caught up with a picture, or needed none. */
  boolean isSettled() {
    return !isBeginning() && picture == null;
  }

  /** What it looks at; empty for everything. */
  Optional<Set<Topic>> topics() {
    return topics;
  }

  void given(Picture taken) {
    picture = taken;
  }

  /** The token of where the reader stands; null while it has not caught up with a picture. */
  @Nullable String token() {
    return isSettled() ? tokens.apply(told) : null;
  }

  /** The next event, or null if there is none now. */
  byte @Nullable [] next() {
    if (needsPicture()) {
      return null;
    } else if (why != null && picture != null) {
      return reset(why, picture);
    } else if (things != null) {
      byte @Nullable [] snapshot = snapshot(things);
      return snapshot != null ? snapshot : next();
    }
    byte @Nullable [] changes = changes();
    return changes == null && picture != null ? synced(picture) : changes;
  }

  private byte[] reset(String reason, Picture taken) {
    why = null;
    position = taken.position();
    sequence = taken.sequence();
    told = 0;
    toldElsewhere = 0;
    isBehind = false;
    things = taken.things(filter.part());
    // The empty id makes readers forget the one they had: half a snapshot is no place to go on
    // from.
    return new Notice.Reset(reason).text("id");
  }

  private byte @Nullable [] snapshot(Iterator<ThingState> left) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    while (left.hasNext() && block.size() < BLOCK) {
      ThingState thing = left.next();
      if (filter.wants(thing)) {
        block.writeBytes(Lines.of(thing));
      }
    }
    if (!left.hasNext()) {
      things = null;
    }
    return block.size() == 0 ? null : event("snapshot", block, null);
  }

  /** Only once the revision has reached all that was in the picture can anybody go on from it. */
  private byte @Nullable [] synced(Picture taken) {
    if (told < taken.completeAt()) {
      return null;
    }
    picture = null;
    String token = tokens.apply(told);
    return new Notice.Synced(token).text("id: " + token);
  }

  private byte @Nullable [] changes() {
    Mark mark = journal.mark();
    if (isBehind && journal.exactSince() > Math.max(exactSince, toldElsewhere)) {
      // What came and went while this master was cut off is known to the reader alone.
      begin(NOT_EVERY_CHANGE);
      return null;
    }
    isBehind &= toldElsewhere > mark.revision();
    PrimitiveIterator.@Nullable OfLong places = places(mark.head());
    if (places == null) {
      begin(TOO_FAR_BEHIND);
      return null;
    }
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    long revision = told;
    while (places.hasNext()) {
      long at = places.nextLong();
      @Nullable Entry entry = journal.at(at);
      long zxid = journal.zxidAt(at);
      if (!journal.holds(at)) {
        begin(TOO_FAR_BEHIND);
        return null;
      } else if (zxid > revision && block.size() >= BLOCK) {
        position = at;
        told = revision;
        return changes(block);
      }
      revision = Math.max(revision, zxid);
      if (entry != null && concerns(entry)) {
        switch (mayHaveSeenMore(entry) ? filter.judgeMissed(entry) : filter.judge(entry)) {
          case TELL -> block.writeBytes(lines.of(entry));
          case TELL_GONE -> block.writeBytes(Lines.gone(entry.state()));
          case SKIP -> {}
          case START_AGAIN -> {
            begin("the selection of hosts has changed");
            return null;
          }
        }
      }
    }
    position = mark.head();
    told = Math.max(told, mark.revision());
    return block.size() == 0 ? null : changes(block);
  }

  private boolean concerns(Entry entry) {
    return entry.sequence() > sequence
        && entry.zxid() > toldElsewhere
        && (entry.seen() || mayHaveSeenMore(entry));
  }

  /** Whether another master may have told it what nobody here saw. */
  private boolean mayHaveSeenMore(Entry entry) {
    return entry.missedSince() > 0 && entry.missedSince() <= toldElsewhere;
  }

  /** Where to look from the position on; null if some of it is not known any more. */
  private PrimitiveIterator.@Nullable OfLong places(long head) {
    return topics.isEmpty()
        ? LongStream.range(position, head).iterator()
        : journal.between(position, head, topics.get()).map(LongStream::iterator).orElse(null);
  }

  /** Without an id as long as the snapshot is not complete. */
  private byte[] changes(ByteArrayOutputStream block) {
    return event("changes", block, picture == null ? tokens.apply(told) : null);
  }

  private static byte[] event(String name, ByteArrayOutputStream data, @Nullable String id) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(data.size() + 100);
    event.writeBytes(text("event: " + name + "\n"));
    event.writeBytes(data.toByteArray());
    event.writeBytes(text(id == null ? "\n" : "id: " + id + "\n\n"));
    return event.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
