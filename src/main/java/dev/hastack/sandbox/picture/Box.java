package dev.hastack.sandbox.picture;

/** A part of the picture, in points. */
record Box(double x, double y, double width, double height) {
  double right() {
    return x + width;
  }

  double bottom() {
    return y + height;
  }
}
