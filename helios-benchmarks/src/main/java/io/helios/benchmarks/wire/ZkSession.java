package io.helios.benchmarks.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.ConnectResponse;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.WatcherEvent;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper session on an {@link EventLoop}: the server sees what it sees of any client. All
 * methods and callbacks are for the loop's thread. After a lost connection it connects again, to
 * the next server, and says so; watches do not survive that.
 */
public final class ZkSession {
  private static final int LOST = Code.CONNECTIONLOSS.intValue();
  private static final int PASSWORD_BYTES = 16;
  private static final int PING = -2;
  private static final int EVENT = -1;
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final EventLoop loop;
  private final List<InetSocketAddress> servers;
  private final Duration timeout;
  private final Listener listener;
  private final Deque<Call> calls = new ArrayDeque<>();
  private int next;
  private @Nullable Wire wire;
  private boolean greeted;
  private boolean ended;
  private long id;
  private byte[] password = new byte[PASSWORD_BYTES];
  private long lastZxid;
  private int xid;
  private boolean pinging;
  private Duration pingEvery = Duration.ofSeconds(5);

  /** Gets told what happens to the session. */
  public interface Listener {
    /** Requests can be made; {@code fresh}: it is a new session, without anything ephemeral. */
    void connected(boolean fresh);

    /** What was asked for and not answered never will be. */
    void disconnected();

    /** A watched path changed. */
    void event(EventType type, String path, long zxid);
  }

  /** Gets an answer. */
  public interface Answer {
    /**
     * @param code 0, or ZooKeeper's number of the error, also for a lost connection; of reads, a
     *     missing node is none
     * @param results of a transaction or of reads; empty otherwise
     */
    void answered(int code, long zxid, List<OpResult> results);
  }

  private record Call(int xid, int type, Answer answer) {}

  /** Not connected before {@link #open}. */
  public ZkSession(
      EventLoop loop, List<InetSocketAddress> servers, Duration timeout, Listener listener) {
    this.loop = loop;
    this.servers = List.copyOf(servers);
    this.timeout = timeout;
    this.listener = listener;
  }

  /** Begins to connect, at the server of that number, so that sessions spread. */
  public void open(int first) {
    next = first;
    connect();
  }

  public boolean isConnected() {
    return greeted;
  }

  /** Cuts the connection as a killed process would: the server learns of it by the timeout. */
  public void abandon() {
    ended = true;
    drop();
    id = 0;
    password = new byte[PASSWORD_BYTES];
  }

  /** A new session after {@link #abandon}. */
  public void openAnew() {
    ended = false;
    connect();
  }

  /** Ends the session; its ephemeral nodes go at once. */
  public void close() {
    if (greeted) {
      request(OpCode.closeSession, null, (code, zxid, results) -> {});
    }
    ended = true;
    greeted = false;
  }

  /** All of it or nothing; or, of reads only, each for itself. */
  public void multi(List<Op> ops, Answer answer) {
    boolean reads = ops.get(0).getKind() == Op.OpKind.READ;
    request(reads ? OpCode.multiRead : OpCode.multi, new MultiOperationRecord(ops), answer);
  }

  /** A watch on everything at and below the path. */
  public void watch(String path, Answer answer) {
    request(
        OpCode.addWatch,
        new AddWatchRequest(path, AddWatchMode.PERSISTENT_RECURSIVE.getMode()),
        answer);
  }

  private void request(int type, @Nullable Record body, Answer answer) {
    Wire open = wire;
    if (!greeted || open == null) {
      loop.execute(() -> answer.answered(LOST, 0, List.of()));
      return;
    }
    xid++;
    calls.add(new Call(xid, type, answer));
    open.send(frame(new RequestHeader(xid, type), body));
  }

  private void connect() {
    if (ended) {
      return;
    }
    InetSocketAddress server = servers.get(Math.floorMod(next++, servers.size()));
    try {
      wire = new Wire(loop, server, new Frames());
    } catch (IOException e) {
      loop.after(AGAIN, this::connect);
    }
  }

  private void drop() {
    Wire open = wire;
    if (open != null) {
      open.close();
    }
    wire = null;
    boolean was = greeted;
    greeted = false;
    List<Call> lost = List.copyOf(calls);
    calls.clear();
    lost.forEach(call -> call.answer.answered(LOST, 0, List.of()));
    if (was) {
      listener.disconnected();
    }
  }

  private void ping() {
    Wire open = wire;
    if (open != null && greeted) {
      open.send(frame(new RequestHeader(PING, OpCode.ping), null));
      loop.after(pingEvery, this::ping);
    } else {
      pinging = false;
    }
  }

  private final class Frames implements Wire.Listener {
    private boolean answered;

    @Override
    public void connected() {
      Wire open = wire;
      if (open != null) {
        open.send(
            frame(
                new ConnectRequest(0, lastZxid, (int) timeout.toMillis(), id, password, false),
                null));
      }
    }

    @Override
    public void received(ByteBuffer buffer) throws IOException {
      while (buffer.remaining() >= Integer.BYTES) {
        int length = buffer.getInt(buffer.position());
        if (buffer.remaining() < Integer.BYTES + length) {
          return;
        }
        int start = buffer.position() + Integer.BYTES;
        BinaryInputArchive in =
            BinaryInputArchive.getArchive(
                new ByteArrayInputStream(buffer.array(), buffer.arrayOffset() + start, length));
        buffer.position(start + length);
        if (answered) {
          frame(in);
        } else {
          answered = true;
          greeted(in);
        }
      }
    }

    @Override
    public void broken(IOException why) {
      drop();
      loop.after(AGAIN, ZkSession.this::connect);
    }
  }

  private void greeted(BinaryInputArchive in) throws IOException {
    ConnectResponse response = new ConnectResponse();
    response.deserialize(in, "connect");
    if (response.getTimeOut() <= 0) {
      // The session has expired: a new one.
      id = 0;
      password = new byte[PASSWORD_BYTES];
      throw new IOException("the session has expired");
    }
    boolean fresh = id != response.getSessionId();
    id = response.getSessionId();
    password = response.getPasswd();
    pingEvery = Duration.ofMillis(response.getTimeOut() / 3);
    greeted = true;
    if (!pinging) {
      pinging = true;
      loop.after(pingEvery, this::ping);
    }
    listener.connected(fresh);
  }

  private void frame(BinaryInputArchive in) throws IOException {
    ReplyHeader header = new ReplyHeader();
    header.deserialize(in, "header");
    if (header.getXid() == PING) {
      return;
    }
    if (header.getXid() == EVENT) {
      WatcherEvent event = new WatcherEvent();
      event.deserialize(in, "event");
      if (event.getPath() != null && !event.getPath().isEmpty()) {
        listener.event(EventType.fromInt(event.getType()), event.getPath(), header.getZxid());
      }
      return;
    }
    if (header.getZxid() > 0) {
      lastZxid = header.getZxid();
    }
    Call call = calls.remove();
    if (call.xid != header.getXid()) {
      throw new IOException("answer " + header.getXid() + " came in place of " + call.xid);
    }
    List<OpResult> results = List.of();
    boolean reads = call.type == OpCode.multiRead;
    if ((reads || call.type == OpCode.multi) && header.getErr() == 0) {
      MultiResponse response = new MultiResponse();
      response.deserialize(in, "response");
      results = response.getResultList();
    }
    int code = reads ? header.getErr() : firstError(header.getErr(), results);
    call.answer.answered(code, header.getZxid(), results);
  }

  private static int firstError(int err, List<OpResult> results) {
    for (OpResult result : results) {
      if (result instanceof OpResult.ErrorResult error && error.getErr() != 0) {
        return error.getErr();
      }
    }
    return err;
  }

  private static ByteBuffer frame(Record header, @Nullable Record body) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      bytes.write(new byte[Integer.BYTES]);
      BinaryOutputArchive out = BinaryOutputArchive.getArchive(bytes);
      header.serialize(out, "header");
      if (body != null) {
        body.serialize(out, "request");
      }
      ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
      frame.putInt(0, frame.capacity() - Integer.BYTES);
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
