/* segment_test.c - see segment.h. */
#include "tcpip/tcp_wire.h"

static uint8_t wire[64];
static size_t wire_len;

static struct ipv4_rx rx_of(const uint8_t *bytes, size_t len)
{
    return (struct ipv4_rx){.src = WIRE_PEER, .dst = WIRE_US, .protocol = 6, .bytes = bytes, .len = len};
}

static void sum_up(size_t len)
{
    be16_put(wire + 16, 0);
    be16_put(wire + 16, csum_finish(csum_add(csum_pseudo_header(WIRE_PEER, WIRE_US, 6, len), wire, len)));
}

static int start(void **state)
{
    struct tcp_segment segment = {
        .tuple = {WIRE_PEER, WIRE_US, 1024, 80}, .seq = 1, .ack = 2, .window = 3, .flags = TCP_ACK};

    (void)state;
    memset(wire, 0, sizeof wire);
    segment_write_header(wire, &segment, 4);
    memcpy(wire + 20, "\1\1\1\1payload", 11);
    wire_len = 31;
    sum_up(wire_len);
    return 0;
}

static void what_is_written_can_be_read(void **state)
{
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    assert_true(segment_parse(&rx, &segment));
    assert_int_equal(segment.tuple.remote, WIRE_PEER);
    assert_int_equal(segment.tuple.remote_port, 1024);
    assert_int_equal(segment.tuple.local_port, 80);
    assert_true(segment.seq == 1 && segment.ack == 2 && segment.window == 3 && segment.flags == TCP_ACK);
    assert_true(segment.options_len == 4 && segment.len == 7);
    assert_memory_equal(segment.bytes, "payload", 7);
}

static void every_prefix_is_refused_within_its_bounds(void **state)
{
    (void)state;
    for (size_t len = 0; len < wire_len; len++) {
        uint8_t *exact = malloc(len ? len : 1);
        struct ipv4_rx rx = rx_of(exact, len);
        struct tcp_segment segment;

        memcpy(exact, wire, len);
        assert_false(segment_parse(&rx, &segment));
        rx.csum_ok = true;
        assert_int_equal(segment_parse(&rx, &segment), len >= 24);
        free(exact);
    }
}

static void every_flipped_bit_breaks_the_checksum(void **state)
{
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    for (size_t bit = 0; bit < wire_len * 8; bit++) {
        wire[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(segment_parse(&rx, &segment));
        wire[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void a_checksum_that_the_device_has_verified_is_not_looked_at(void **state)
{
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    wire[16] ^= 1;
    rx.csum_ok = true;
    assert_true(segment_parse(&rx, &segment));
}

static void header_lengths_that_cannot_be_are_refused(void **state)
{
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    for (unsigned words = 0; words < 16; words++) {
        wire[12] = (uint8_t)(words << 4);
        sum_up(wire_len);
        assert_int_equal(segment_parse(&rx, &segment), words >= 5 && words * 4 <= wire_len);
    }
}

static void flags_that_make_no_sense_are_refused(void **state)
{
    static const uint8_t bad[] = {0,
                                  TCP_FIN,
                                  TCP_PSH,
                                  TCP_SYN | TCP_FIN,
                                  TCP_SYN | TCP_RST,
                                  TCP_FIN | TCP_RST,
                                  TCP_SYN | TCP_FIN | TCP_ACK,
                                  0x3F,
                                  0x20};
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    for (size_t i = 0; i < sizeof bad; i++) {
        wire[13] = bad[i];
        sum_up(wire_len);
        assert_false(segment_parse(&rx, &segment));
    }
}

static void a_segment_from_port_0_is_refused(void **state)
{
    struct ipv4_rx rx = rx_of(wire, wire_len);
    struct tcp_segment segment;

    (void)state;
    be16_put(wire, 0);
    sum_up(wire_len);
    assert_false(segment_parse(&rx, &segment));
}

#define TEST(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_can_be_read),
        TEST(every_prefix_is_refused_within_its_bounds),
        TEST(every_flipped_bit_breaks_the_checksum),
        TEST(a_checksum_that_the_device_has_verified_is_not_looked_at),
        TEST(header_lengths_that_cannot_be_are_refused),
        TEST(flags_that_make_no_sense_are_refused),
        TEST(a_segment_from_port_0_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
