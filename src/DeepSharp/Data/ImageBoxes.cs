namespace DeepSharp;

/// <summary>Rectangles around things in images, and what the things are.</summary>
/// <param name="Boxes">
/// (batch, boxes, 4), or (boxes, 4) for one image: four numbers in one of the formats of <see cref="BoundingBoxes"/>.
/// </param>
/// <param name="Labels">(batch, boxes), or (boxes): whole numbers, -1 for a box that is none.</param>
public sealed record ImageBoxes(Tensor Boxes, Tensor Labels);
