package io.helios.master.view;

import io.helios.coordination.tree.Subscription;
import io.helios.model.host.HostName;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of the view, in the order of their zxids, so that whoever follows can go on from
 * any revision that is not too long ago. One thread writes, any number read at their own pace: each
 * has a position, and the journal knows nothing of them.
 *
 * <p>A thing's state is replaced by its next one: who is behind gets the last only. A state that
 * the mirror told early, before the revision had come so far, is held back until it has; so what
 * lies before a position is exactly what changed up to a revision, on every master.
 */
public final class Journal {
  /** Changes kept; readers further behind have to take a new picture. */
  static final int CAPACITY = 1 << 17;

  private final ClusterView view;
  private final int capacity;
  private final AtomicReferenceArray<Entry> entries;
  private final AtomicLongArray zxids;
  private final Trails trails;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile Mark mark = new Mark(0, 0);

  /** From this revision on it is known of every change exactly when it was. */
  private volatile long exactSince = Long.MAX_VALUE;

  /** The newest revision of which something was dropped. */
  private volatile long droppedUpTo;

  /** Positions below this minus the capacity are being overwritten, or were. */
  private volatile long claimed;

  // Owned by the view thread.
  private final Map<Object, Touch> touched = new LinkedHashMap<>();
  private final Map<Object, Long> latest = new HashMap<>();
  private final Map<HostName, Map<String, String>> labels = new HashMap<>();
  private final List<Entry> heldBack = new ArrayList<>();
  private final List<Consumer<Picture>> waiting = new ArrayList<>();

  /** One for all who begin before the next change. */
  private WeakReference<@Nullable Picture> recent = new WeakReference<>(null);

  private boolean complete;
  private long sequence;
  private long head;

  /**
   * @param seen whether something is other than it was
   * @param missedSince since when there were states that nobody here saw; 0 if there were none
   */
  private record Touch(Location location, long zxid, boolean seen, long missedSince) {
    Touch with(Touch later) {
      long missed =
          missedSince == 0 || later.missedSince == 0
              ? Math.max(missedSince, later.missedSince)
              : Math.min(missedSince, later.missedSince);
      return new Touch(later.location, Math.max(zxid, later.zxid), seen || later.seen, missed);
    }
  }

  /**
   * How far the journal has come.
   *
   * @param head position behind the last entry
   * @param revision every change up to this is before the head, and no other
   */
  public record Mark(long head, long revision) {}

  /**
   * That a host was one of others than it is now.
   *
   * @param before its labels; empty when it was not registered
   */
  public record LabelChange(Optional<Map<String, String>> before) {}

  /** One thing's state as of a change. */
  public static final class Entry {
    private final long zxid;
    private final long sequence;
    private final ThingState state;
    private final @Nullable LabelChange labelChange;
    private final boolean seen;
    private final long missedSince;
    private volatile byte @Nullable [] line;

    Entry(
        long zxid,
        long sequence,
        ThingState state,
        @Nullable LabelChange labelChange,
        boolean seen,
        long missedSince) {
      this.seen = seen;
      this.missedSince = missedSince;
      this.zxid = zxid;
      this.sequence = sequence;
      this.state = state;
      this.labelChange = labelChange;
    }

    public long zxid() {
      return zxid;
    }

    /** Grows with each entry, also with those that are held back. */
    public long sequence() {
      return sequence;
    }

    public ThingState state() {
      return state;
    }

    /** What a host was before, if its labels changed with this. */
    public @Nullable LabelChange labelChange() {
      return labelChange;
    }

    /** False if something of the thing came and went, and nothing is other than it was before. */
    public boolean seen() {
      return seen;
    }

    /**
     * Since when the thing had states that this master never saw; 0 if it saw all. They matter to
     * who was elsewhere up to a revision from then on.
     */
    public long missedSince() {
      return missedSince;
    }

    /** What was kept with {@link #keep}; the same for every reader. */
    public byte @Nullable [] line() {
      return line;
    }

    public void keep(byte @Nullable [] encoded) {
      line = encoded;
    }
  }

  Journal(ClusterView view) {
    this(view, CAPACITY);
  }

  /**
   * @param capacity a power of two
   */
  Journal(ClusterView view, int capacity) {
    this.view = view;
    this.capacity = capacity;
    this.entries = new AtomicReferenceArray<>(capacity);
    this.zxids = new AtomicLongArray(capacity);
    this.trails = new Trails(capacity);
  }

  // Reading

  public Mark mark() {
    return mark;
  }

  /**
   * From this revision on it is known of every change exactly when it was. It grows whenever
   * changes may have been missed; a {@link #mark} that is read before is not newer.
   */
  public long exactSince() {
    return exactSince;
  }

  /** The entry there; null when a later one took its place. */
  public @Nullable Entry at(long position) {
    return entries.get(slot(position));
  }

  /** The zxid there, which stays when the entry was replaced. */
  public long zxidAt(long position) {
    return zxids.get(slot(position));
  }

  /** Places that it keeps. */
  public int capacity() {
    return capacity;
  }

  /**
   * Where changes of these topics are, in order; among others those that a later one has replaced.
   *
   * @return empty when some of them are not known any more
   */
  public Optional<LongStream> between(long from, long to, Collection<Topic> topics) {
    if (from >= to) {
      return Optional.of(LongStream.empty());
    }
    LongStream places = trails.between(from, to, topics);
    return holds(from) ? Optional.of(places) : Optional.empty();
  }

  /** Whether what was read there was still the right thing; ask after reading. */
  public boolean holds(long position) {
    return position >= claimed - capacity;
  }

  /** Where everything after that revision begins; empty when too much of it is not known. */
  public OptionalLong after(long revision) {
    Mark now = mark;
    long low = Math.max(0, now.head - capacity);
    long high = now.head;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (zxidAt(middle) > revision) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    boolean known = revision >= exactSince && revision >= droppedUpTo && holds(low);
    return known ? OptionalLong.of(low) : OptionalLong.empty();
  }

  /** Runs something on the view thread each time the mark may have moved; must return at once. */
  public Subscription follow(Runnable follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  // Writing: only the view thread

  void touched(Location location, long zxid) {
    touch(new Touch(location, zxid, true, 0));
  }

  /** There were states that were over before anybody here could see them. */
  void passed(Location location, long since, long zxid) {
    touch(new Touch(location, zxid, false, since));
  }

  private void touch(Touch touch) {
    if (complete) {
      ThingAt.key(touch.location).ifPresent(key -> touched.merge(key, touch, Touch::with));
    }
  }

  /** The view is complete; what was before is known, but not always exactly when it changed. */
  void live(long revision) {
    if (!complete) {
      complete = true;
      view.registeredHosts().forEach(host -> labels.put(host.name(), host.labels()));
    }
    exactSince = revision;
    settled(revision);
  }

  void settled(long revision) {
    List<Entry> early = List.copyOf(heldBack);
    touched.forEach((key, touch) -> record(key, touch, early));
    touched.clear();
    heldBack.sort(Comparator.comparingLong(Entry::zxid).thenComparingLong(Entry::sequence));
    int ripe = 0;
    while (ripe < heldBack.size() && heldBack.get(ripe).zxid <= revision) {
      append(heldBack.get(ripe));
      ripe++;
    }
    heldBack.subList(0, ripe).clear();
    mark = new Mark(head, revision);
    List<Consumer<Picture>> asked = List.copyOf(waiting);
    waiting.clear();
    asked.forEach(this::capture);
    followers.forEach(Runnable::run);
  }

  void capture(Consumer<Picture> then) {
    if (!complete || !touched.isEmpty()) {
      // In the midst of reading everything again: the picture would hold what is not settled.
      waiting.add(then);
      return;
    }
    @Nullable Picture taken = recent.get();
    if (taken == null || taken.sequence() != sequence) {
      long completeAt = heldBack.isEmpty() ? mark.revision : heldBack.get(heldBack.size() - 1).zxid;
      taken = Picture.of(view, head, sequence, completeAt);
      recent = new WeakReference<>(taken);
    }
    then.accept(taken);
  }

  /**
   * @param early what was held back before; what comes with this one is about other things
   */
  private void record(Object key, Touch touch, List<Entry> early) {
    long zxid = touch.zxid;
    for (Entry earlier : early) {
      if (earlier.zxid > zxid && earlier.state.key().equals(key)) {
        // Part of the thing was told early: this state holds that part too.
        zxid = earlier.zxid;
      }
    }
    ThingState state = ThingAt.state(touch.location, view);
    if (touch.seen
        && state instanceof ThingState.OfHost host
        && host.isGone()
        && !labels.containsKey(key)) {
      return; // Something about a host that is not, or no longer, one of the cluster.
    }
    sequence++;
    heldBack.add(
        new Entry(zxid, sequence, state, labelChange(state), touch.seen, touch.missedSince));
  }

  private @Nullable LabelChange labelChange(ThingState state) {
    if (!(state instanceof ThingState.OfHost host)) {
      return null;
    }
    Optional<Map<String, String>> now = host.labels();
    @Nullable Map<String, String> before =
        now.isPresent() ? labels.put(host.host(), now.get()) : labels.remove(host.host());
    Optional<Map<String, String>> was = Optional.ofNullable(before);
    return was.equals(now) ? null : new LabelChange(was);
  }

  private void append(Entry entry) {
    int slot = slot(head);
    claimed = head + 1;
    if (head >= capacity) {
      @Nullable Entry dropped = entries.get(slot);
      if (dropped != null) {
        latest.remove(dropped.state.key(), head - capacity);
        trails.drop(head - capacity, Topic.of(dropped.state));
      }
      droppedUpTo = zxids.get(slot);
    }
    zxids.set(slot, entry.zxid);
    entries.set(slot, entry);
    trails.append(head, Topic.of(entry.state));
    if (entry.seen) {
      replaceBefore(entry);
    }
    head++;
  }

  /** What is told to all makes what was told of the thing before needless. */
  private void replaceBefore(Entry entry) {
    @Nullable Long replaced = latest.put(entry.state.key(), head);
    if (replaced != null) {
      @Nullable Entry old = entries.get(slot(replaced));
      // Who was chosen by labels has to hear of each change of them.
      if (old != null && old.labelChange == null) {
        entries.set(slot(replaced), null);
      }
    }
  }

  private int slot(long position) {
    return (int) (position & (capacity - 1));
  }
}
