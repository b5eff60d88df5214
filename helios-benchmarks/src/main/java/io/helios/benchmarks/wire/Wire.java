package io.helios.benchmarks.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A TCP connection on an {@link EventLoop}, all of whose methods are for the loop's thread. */
final class Wire {
  private static final int SMALLEST = 4 * 1024;
  private static final int LARGEST_READ = 256 * 1024;

  private final EventLoop loop;
  private final SocketChannel channel;
  private final Listener listener;
  private final Deque<ByteBuffer> out = new ArrayDeque<>();
  private final SelectionKey key;
  private ByteBuffer in = ByteBuffer.allocate(SMALLEST);
  private boolean flushDue;
  private boolean closed;

  /** Gets told on the loop's thread. */
  interface Listener {
    void connected();

    /** Takes what is complete out of the buffer, and leaves the rest. */
    void received(ByteBuffer buffer) throws IOException;

    /** Once; not after {@link Wire#close}. */
    void broken(IOException why);
  }

  /** Begins to connect. */
  Wire(EventLoop loop, InetSocketAddress address, Listener listener) throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean there = channel.connect(address);
    key =
        channel.register(
            loop.selector(), there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    if (there) {
      loop.execute(listener::connected);
    }
  }

  /** Sends it together with everything else of this turn. */
  void send(ByteBuffer bytes) {
    out.add(bytes);
    if (!flushDue) {
      flushDue = true;
      loop.atEndOfTurn(this::flush);
    }
  }

  boolean isOpen() {
    return !closed;
  }

  void close() {
    if (!closed) {
      closed = true;
      key.cancel();
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }

  void ready(SelectionKey ready) {
    try {
      if (ready.isConnectable() && channel.finishConnect()) {
        ready.interestOps(SelectionKey.OP_READ);
        listener.connected();
        return;
      }
      if (ready.isWritable()) {
        ready.interestOps(SelectionKey.OP_READ);
        flush();
      }
      if (!closed && ready.isReadable()) {
        read();
      }
    } catch (IOException | CancelledKeyException e) {
      breakWith(e instanceof IOException io ? io : new IOException(e));
    }
  }

  private void read() throws IOException {
    int got = channel.read(in);
    if (got < 0) {
      throw new IOException("the other side has closed the connection");
    }
    in.flip();
    listener.received(in);
    if (closed) {
      return;
    }
    if (in.hasRemaining()) {
      in.compact();
      if (!in.hasRemaining()) {
        ByteBuffer larger = ByteBuffer.allocate(in.capacity() * 2);
        in.flip();
        larger.put(in);
        in = larger;
      }
    } else if (in.capacity() > LARGEST_READ) {
      in = ByteBuffer.allocate(SMALLEST);
    } else {
      in.clear();
    }
  }

  private void flush() {
    flushDue = false;
    if (closed || !channel.isConnected()) {
      return;
    }
    try {
      while (!out.isEmpty()) {
        ByteBuffer[] all = out.toArray(ByteBuffer[]::new);
        channel.write(all);
        while (!out.isEmpty() && !out.peek().hasRemaining()) {
          out.remove();
        }
        if (!out.isEmpty()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
      }
    } catch (IOException | CancelledKeyException e) {
      breakWith(e instanceof IOException io ? io : new IOException(e));
    }
  }

  private void breakWith(IOException why) {
    if (!closed) {
      close();
      listener.broken(why);
    }
  }
}
