using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The innermost loop of every matrix product and convolution: a block of rows by two registers of columns whose sums stay in registers.
/// </summary>
internal static unsafe partial class RegisterTile
{
    /// <summary>
    /// Rows of the largest tile that does not spill: 14·2 accumulators of 32 registers at 512 bits, 6·2 of 16 below. Where one register of
    /// 512 bits does for two of 256, 14 again.
    /// </summary>
    public static int Rows<TSimd>() where TSimd : unmanaged, ISimd<TSimd> => TSimd.Width == 16 || IsHalved<TSimd>() ? 14 : 6;

    /// <summary>Columns of a tile: two registers, 32, 16, 8 or 2 floats.</summary>
    public static int Columns<TSimd>() where TSimd : unmanaged, ISimd<TSimd> => 2 * TSimd.Width;

    /// <summary>Computes a tile of <paramref name="rows"/> rows, 1 to <see cref="Rows{TSimd}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute<TSimd>(int rows, in TileTask task) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (IsHalved<TSimd>())
        {
            ComputeSingle<F512>(rows, task);
            return;
        }

        switch (rows)
        {
            case 1: Tile1<TSimd>(task); break;
            case 2: Tile2<TSimd>(task); break;
            case 3: Tile3<TSimd>(task); break;
            case 4: Tile4<TSimd>(task); break;
            case 5: Tile5<TSimd>(task); break;
            case 6: Tile6<TSimd>(task); break;
            case 7: Tile7<TSimd>(task); break;
            case 8: Tile8<TSimd>(task); break;
            case 9: Tile9<TSimd>(task); break;
            case 10: Tile10<TSimd>(task); break;
            case 11: Tile11<TSimd>(task); break;
            case 12: Tile12<TSimd>(task); break;
            case 13: Tile13<TSimd>(task); break;
            default: Tile14<TSimd>(task); break;
        }
    }

    // Sixteen columns at twice the speed of two registers of 256 bits (conv3d.b4_16x56x56_8to16.fwd).
    private static bool IsHalved<TSimd>() where TSimd : unmanaged, ISimd<TSimd> => typeof(TSimd) == typeof(F256) && F512.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeSingle<TSimd>(int rows, in TileTask task) where TSimd : unmanaged, ISimd<TSimd>
    {
        switch (rows)
        {
            case 1: Single1<TSimd>(task); break;
            case 2: Single2<TSimd>(task); break;
            case 3: Single3<TSimd>(task); break;
            case 4: Single4<TSimd>(task); break;
            case 5: Single5<TSimd>(task); break;
            case 6: Single6<TSimd>(task); break;
            case 7: Single7<TSimd>(task); break;
            case 8: Single8<TSimd>(task); break;
            case 9: Single9<TSimd>(task); break;
            case 10: Single10<TSimd>(task); break;
            case 11: Single11<TSimd>(task); break;
            case 12: Single12<TSimd>(task); break;
            case 13: Single13<TSimd>(task); break;
            default: Single14<TSimd>(task); break;
        }
    }
}
