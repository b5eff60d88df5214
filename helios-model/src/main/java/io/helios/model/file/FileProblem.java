package io.helios.model.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what is wrong with a file in an operator's words: Java's messages are bare paths. */
public final class FileProblem {
  private FileProblem() {}

  /** What follows "the file X cannot be used: "; names no class. */
  public static String inWords(IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof NotDirectoryException || problem instanceof FileAlreadyExistsException) {
      return ((FileSystemException) problem).getFile() + " is not a directory";
    }
    if (problem instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    String reason =
        problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
    return reason == null ? problem.getClass().getSimpleName() : reason;
  }
}
