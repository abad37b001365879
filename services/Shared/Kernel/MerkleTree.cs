using System.Security.Cryptography;

namespace Oversight.Kernel;

/// <summary>
/// The Merkle tree of RFC 6962 (section 2.1, the same shape as RFC 9162) over SHA-256: one 32-byte root stands for an
/// ordered list of entries, and a short proof shows that one entry is in the list at its place. Leaves and inner nodes are
/// hashed with different prefixes, so that an inner node can never be passed off as an entry. Order and number of the
/// entries are part of the root.
/// </summary>
public static class MerkleTree
{
    /// <summary>Length in bytes of every hash here: leaf, node, root and each step of a proof.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>The hash of one entry: SHA-256 of the byte 0x00 and the entry. An empty entry is allowed.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>The root of the entries whose leaf hashes are given, in order. The root of no entries is SHA-256 of nothing.</summary>
    /// <exception cref="ArgumentException">A leaf hash is not <see cref="HashLength"/> bytes long.</exception>
    public static byte[] Root(IReadOnlyList<byte[]> leafHashes)
    {
        Require(leafHashes);
        return leafHashes.Count == 0 ? SHA256.HashData([]) : Subtree(leafHashes, 0, leafHashes.Count);
    }

    /// <summary>
    /// The sibling hashes from the leaf at <paramref name="index"/> up to the root, nearest first; empty when there is one
    /// leaf only. At most ⌈log₂ count⌉ hashes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not that of a leaf.</exception>
    /// <exception cref="ArgumentException">A leaf hash is not <see cref="HashLength"/> bytes long.</exception>
    public static IReadOnlyList<byte[]> Proof(IReadOnlyList<byte[]> leafHashes, int index)
    {
        Require(leafHashes);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Count);

        var siblings = new List<byte[]>();
        var (start, count) = (0, leafHashes.Count);
        while (count > 1)
        {
            var left = LeftSize(count);
            if (index < start + left)
            {
                siblings.Add(Subtree(leafHashes, start + left, count - left));
                count = left;
            }
            else
            {
                siblings.Add(Subtree(leafHashes, start, left));
                (start, count) = (start + left, count - left);
            }
        }

        siblings.Reverse();
        return siblings;
    }

    /// <summary>
    /// True when <paramref name="proof"/> shows that <paramref name="leafHash"/> is leaf number <paramref name="index"/>
    /// (from 0) of the <paramref name="count"/> leaves under <paramref name="root"/>. Anything malformed (a wrong length,
    /// an index outside the tree, a proof too short or too long) is false, never an exception: proofs come from outside.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> leafHash, int index, int count, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (leafHash.Length != HashLength || root.Length != HashLength || index < 0 || index >= count)
        {
            return false;
        }

        // RFC 9162, 2.1.3.2: walk up, keeping the node's place and that of the last node of its level.
        var (node, last, hash) = (index, count - 1, leafHash.ToArray());
        foreach (var sibling in proof)
        {
            if (last == 0 || sibling is not { Length: HashLength })
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = NodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    private static byte[] Subtree(IReadOnlyList<byte[]> leaves, int start, int count)
    {
        if (count == 1)
        {
            return [.. leaves[start]];
        }

        var left = LeftSize(count);
        return NodeHash(Subtree(leaves, start, left), Subtree(leaves, start + left, count - left));
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/> (which is at least 2).</summary>
    private static int LeftSize(int count) => 1 << (31 - int.LeadingZeroCount(count - 1));

    private static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * HashLength)];
        node[0] = NodePrefix;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + HashLength)..]);
        return SHA256.HashData(node);
    }

    private static void Require(IReadOnlyList<byte[]> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        for (var i = 0; i < leafHashes.Count; i++)
        {
            if (leafHashes[i] is not { Length: HashLength })
            {
                throw new ArgumentException($"Leaf hash {i} is not {HashLength} bytes long.", nameof(leafHashes));
            }
        }
    }
}
