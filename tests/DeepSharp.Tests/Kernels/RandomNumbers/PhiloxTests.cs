using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.RandomNumbers;

public unsafe class PhiloxTests
{
    // The known answers that Salmon et al. publish with Random123 (kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822ul, 0x0370734413198a2eul, 0x85a308d3243f6a88ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_gives_the_published_words(ulong key, ulong stream, ulong block, uint x0, uint x1, uint x2, uint x3)
    {
        Assert.Equal((x0, x1, x2, x3), Philox.Block(key, stream, block));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    [InlineData(4ul * 0xFFFFFFFE + 3)] // the low word of the block number overflows
    [InlineData(ulong.MaxValue - 20)] // the position itself does
    public void Fill_gives_the_words_of_the_blocks_from_any_position(ulong position)
    {
        const ulong key = 0x299f31d0a4093822, stream = 0x0370734413198a2e;
        for (int count = 0; count <= 257; count++)
        {
            var words = new uint[count + 2];
            (words[0], words[^1]) = (4711, 4711);

            fixed (uint* p = words) Philox.Fill(key, stream, position, p + 1, count);

            for (int i = 0; i < count; i++)
            {
                ulong at = position + (ulong)i;
                (uint x0, uint x1, uint x2, uint x3) = Philox.Block(key, stream, at / 4);
                Assert.Equal(new[] { x0, x1, x2, x3 }[at % 4], words[i + 1]);
            }

            Assert.Equal((4711u, 4711u), (words[0], words[^1]));
        }
    }
}
