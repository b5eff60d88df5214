package io.helios.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Failures of the network in words that a user understands. */
final class Problems {
  static final String ADVICE = ". Is a master running there, and is the address right?";

  private Problems() {}

  /** The name did not resolve or nothing accepted a connection: the request was not sent. */
  static boolean isUnreached(IOException e) {
    return e instanceof ConnectException
        || e instanceof UnknownHostException
        || e instanceof NoRouteToHostException
        || isConnecting(e);
  }

  static boolean isConnecting(IOException e) {
    String message = e.getMessage();
    return e instanceof SocketTimeoutException
        && message != null
        && message.toLowerCase(Locale.ROOT).startsWith("connect");
  }

  /**
   * Whether trying again later is in vain: the other side does not speak TLS, or is not trusted.
   */
  static boolean isLasting(IOException e) {
    return isPlain(e) || isDistrusted(e);
  }

  private static boolean isPlain(IOException e) {
    return e instanceof SSLException
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unrecognized ssl");
  }

  private static boolean isDistrusted(IOException e) {
    boolean secure = e instanceof SSLException;
    for (Throwable cause = e; secure && cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  static String inWords(URI master, IOException e) {
    if (e instanceof UnknownHostException) {
      return "Cannot connect to " + master + ": unknown host " + master.getHost();
    }
    if (isConnecting(e)) {
      return "Cannot connect to " + master + ": connecting timed out";
    }
    if (e instanceof SocketTimeoutException) {
      return "Request timed out to master in " + master;
    }
    String said = said(e);
    if (isUnreached(e)) {
      return "Cannot connect to " + master + ": " + said;
    }
    if (isPlain(e)) {
      return "No secure connection to "
          + master
          + ": what listens there does not speak TLS; try http:// instead of https://";
    }
    if (e instanceof SSLException) {
      return "No secure connection to " + master + ": " + said;
    }
    return "The connection to " + master + " failed: " + said;
  }

  private static String said(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    // "Connection refused (Connection refused)" and the like.
    String once = message.replaceFirst("^(.*?) \\(\\1\\)$", "$1");
    return once.isEmpty()
        ? once
        : once.substring(0, 1).toLowerCase(Locale.ROOT) + once.substring(1);
  }
}
