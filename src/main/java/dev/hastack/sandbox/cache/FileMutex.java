package dev.hastack.sandbox.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion by a file, between processes and between the threads of one. The operating
 * system drops it with the process, so nothing is left to clean up after a kill.
 */
final class FileMutex implements AutoCloseable {
  /** File locks are held by the process: a second thread would get an exception, not a wait. */
  private static final Map<Path, Semaphore> WITHIN_JVM = new ConcurrentHashMap<>();

  private final Semaphore permit;
  private final FileChannel channel;
  private final FileLock lock;

  private FileMutex(Semaphore permit, FileChannel channel, FileLock lock) {
    this.permit = permit;
    this.channel = channel;
    this.lock = lock;
  }

  /** Waits until the mutex is free and takes it. */
  static FileMutex acquire(Path file) throws IOException {
    Semaphore permit = permit(file);
    permit.acquireUninterruptibly();
    FileMutex mutex = underPermit(file, permit, FileChannel::lock);
    if (mutex == null) {
      throw new IOException("no lock on " + file);
    }
    return mutex;
  }

  /** Takes the mutex if it is free now; null if it is not. */
  static @Nullable FileMutex tryAcquire(Path file) throws IOException {
    Semaphore permit = permit(file);
    return permit.tryAcquire() ? underPermit(file, permit, FileChannel::tryLock) : null;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      permit.release();
    }
  }

  @FunctionalInterface
  private interface Locking {
    @Nullable FileLock lock(FileChannel channel) throws IOException;
  }

  private static @Nullable FileMutex underPermit(Path file, Semaphore permit, Locking locking)
      throws IOException {
    FileChannel channel = null;
    FileMutex mutex = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = locking.lock(channel);
      mutex = lock == null ? null : new FileMutex(permit, channel, lock);
      return mutex;
    } finally {
      if (mutex == null) {
        if (channel != null) {
          channel.close();
        }
        permit.release();
      }
    }
  }

  private static Semaphore permit(Path file) {
    return WITHIN_JVM.computeIfAbsent(
        file.toAbsolutePath().normalize(), absent -> new Semaphore(1));
  }
}
