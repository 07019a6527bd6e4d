using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

public class WinogradKernelTests
{
    public static TheoryData<int, bool> Squares => new() { { 2, false }, { 2, true }, { 4, false }, { 4, true } };

    [Theory, MemberData(nameof(Squares))]
    public void Every_image_size_matches_the_reference(int outputs, bool same)
    {
        for (int height = 1; height <= 11; height++) Check(outputs, 2, height, 12 - height, 16, 17, same);
        Check(outputs, 1, 3, 3, 16, 16, same);
        Check(outputs, 1, 3, 40, 20, 33, same);
        Check(outputs, 1, 31, 4, 33, 20, same);
    }

    [Theory, MemberData(nameof(Squares))]
    public void Every_number_of_channels_matches_the_reference(int outputs, bool same)
    {
        for (int channels = 16; channels <= 70; channels += channels % 5 == 0 ? 3 : 1)
        {
            Check(outputs, 1, 5, 7, channels, 86 - channels, same);
        }

        Check(outputs, 2, 5, 6, 128, 129, same);
        Check(outputs, 1, 6, 5, 300, 40, same);
        Check(outputs, 1, 6, 5, 40, 300, same);
        Check(outputs, 1, 9, 9, 140, 270, same);
    }

    [Theory, MemberData(nameof(Squares))]
    public void Every_batch_matches_the_reference(int outputs, bool same)
    {
        for (int batch = 1; batch <= 40; batch += 3) Check(outputs, batch, 4, 5, 16, 18, same);
        Check(outputs, 40, 9, 9, 32, 16, same);
        Check(outputs, 9, 9, 9, 140, 70, same);
    }

    [Theory, MemberData(nameof(Squares))]
    public void Cropped_and_shifted_outputs_match_the_reference(int outputs, bool same)
    {
        var g = Conv2DGeometry.Create(2, 12, 11, 18, 34, 3, 3, 1, 1, 1, 1, 1, same);
        for (int cut = 1; cut < 7; cut++)
        {
            new WinogradCase(Cut(g, cut, 0), outputs).AssertMatchesReference();
            new WinogradCase(Cut(g, 8 - cut, cut), outputs).AssertMatchesReference();
        }

        foreach (int pad in (int[])[0, 2, 3])
        {
            WindowAxis vertical = g.Vertical with { PadBefore = pad, PadAfter = 2, Output = 12 + pad };
            WindowAxis horizontal = g.Horizontal with { PadBefore = 2, PadAfter = pad, Output = 11 + pad };
            new WinogradCase(g with { Vertical = vertical, Horizontal = horizontal }, outputs).AssertMatchesReference();
        }
    }

    private static Conv2DGeometry Cut(in Conv2DGeometry g, int rows, int columns) => g with
    {
        Vertical = g.Vertical with { Output = g.OutHeight - rows },
        Horizontal = g.Horizontal with { Output = g.OutWidth - columns },
    };

    // With all three taps also where the image is one pixel wide.
    private static WindowAxis Axis(int length, bool same) =>
        same ? new WindowAxis(length, 3, 1, 1, length, 1, 1) : new WindowAxis(length, 3, 1, 1, length - 2, 0, 0);

    private static void Check(int outputs, int batch, int height, int width, int channels, int filters, bool same)
    {
        var geometry = new Conv2DGeometry(batch, channels, filters, 1, Axis(height, same), Axis(width, same));
        if (geometry.OutHeight <= 0 || geometry.OutWidth <= 0) return;
        new WinogradCase(geometry, outputs).AssertMatchesReference();
    }
}
