using System.Security.Cryptography;
using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class MerkleTreeTests
{
    // The reference entries and roots that implementations of RFC 6962 share.
    private static readonly string[] Entries =
    [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_roots_are_those_of_RFC_6962(int count, string root)
    {
        var leaves = Entries.Take(count).Select(entry => MerkleTree.LeafHash(Convert.FromHexString(entry))).ToArray();

        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(leaves)));
    }

    [Fact]
    public void Every_leaf_of_every_tree_up_to_70_proves_its_place_and_no_other()
    {
        var all = Leaves(70);
        for (var count = 1; count <= all.Length; count++)
        {
            var leaves = all[..count];
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var proof = MerkleTree.Proof(leaves, index);
                Assert.True(MerkleTree.Verify(leaves[index], index, count, proof, root), $"{index} of {count}");
                Assert.False(MerkleTree.Verify(leaves[index], (index + 1) % (count + 1), count, proof, root), $"{index} moved in {count}");
                Assert.False(MerkleTree.Verify(all[(index + 1) % 70], index, count, proof, root), $"another leaf at {index} of {count}");
            }
        }
    }

    [Fact]
    public void A_proof_with_any_bit_changed_or_a_step_more_or_less_proves_nothing()
    {
        var leaves = Leaves(11);
        var root = MerkleTree.Root(leaves);
        var proof = MerkleTree.Proof(leaves, 6);
        for (var step = 0; step < proof.Count; step++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var forged = proof.Select(hash => hash.ToArray()).ToArray();
                forged[step][bit * 4] ^= (byte)(1 << bit);
                Assert.False(MerkleTree.Verify(leaves[6], 6, 11, forged, root));
            }
        }

        Assert.False(MerkleTree.Verify(leaves[6], 6, 11, [.. proof.SkipLast(1)], root));
        Assert.False(MerkleTree.Verify(leaves[6], 6, 11, [.. proof, proof[0]], root));
        Assert.False(MerkleTree.Verify(leaves[6], 6, 11, [.. proof.Skip(1), [1, 2, 3]], root));
        Assert.False(MerkleTree.Verify(leaves[6], -1, 11, proof, root));
        Assert.False(MerkleTree.Verify(leaves[6], 11, 11, proof, root));
        Assert.False(MerkleTree.Verify([1], 6, 11, proof, root));
        Assert.False(MerkleTree.Verify(leaves[6], 6, 11, proof, [1]));
    }

    [Fact]
    public void An_inner_node_cannot_pass_as_an_entry()
    {
        var leaves = Leaves(2);
        byte[] inner = [.. leaves[0], .. leaves[1]];

        Assert.NotEqual(MerkleTree.Root(leaves), MerkleTree.Root([MerkleTree.LeafHash(inner)]));
        Assert.NotEqual(MerkleTree.Root(leaves), SHA256.HashData(inner));
    }

    [Fact]
    public void Order_and_number_of_the_entries_are_part_of_the_root()
    {
        var leaves = Leaves(3);

        Assert.NotEqual(MerkleTree.Root(leaves), MerkleTree.Root([leaves[1], leaves[0], leaves[2]]));
        Assert.NotEqual(MerkleTree.Root(leaves), MerkleTree.Root([.. leaves, leaves[2]]));
    }

    [Fact]
    public void A_leaf_hash_of_another_length_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => MerkleTree.Root([new byte[31]]));

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleTree.LeafHash([(byte)i]))];
}
