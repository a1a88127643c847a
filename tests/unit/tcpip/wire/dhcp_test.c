/* dhcp_test.c - reading and writing DHCP messages; hostile lengths. */
#include "wire/dhcp.h"

#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define XID 0xCAFEF00Du
static const uint8_t mac[6] = {2, 0, 0, 0, 0, 1};

/* A server's message: the fixed part, and whatever options the test puts behind it. */
static size_t message(uint8_t *bytes, const uint8_t *options, size_t options_len)
{
    memset(bytes, 0, 240);
    bytes[0] = 2;
    bytes[1] = 1;
    bytes[2] = 6;
    be32_put(bytes + 4, XID);
    be32_put(bytes + 16, 0xC000020A);
    memcpy(bytes + 28, mac, 6);
    be32_put(bytes + 236, 0x63825363);
    memcpy(bytes + 240, options, options_len);
    return 240 + options_len;
}

/* Parse from a block of exactly that length, so that the address sanitizer sees every byte too many. */
static enum dhcp_parse parse(const uint8_t *bytes, size_t len, struct dhcp_reply *reply)
{
    uint8_t *exact = malloc(len ? len : 1);
    enum dhcp_parse result;

    memcpy(exact, bytes, len);
    result = dhcp_parse(exact, len, XID, mac, reply);
    free(exact);
    return result;
}

static const uint8_t offer_options[] = {53, 1, 2, 54, 4, 192, 0, 2, 1, 0, 0, 1, 4, 255, 255, 255, 0,
                                        3, 8, 192, 0, 2, 1, 192, 0, 2, 2, 51, 4, 0, 0, 14, 16,
                                        58, 4, 0, 0, 7, 8, 59, 4, 0, 0, 12, 48, 255};

static void an_offer_is_read(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;

    (void)state;
    assert_int_equal(parse(bytes, message(bytes, offer_options, sizeof offer_options), &reply), DHCP_OK);
    assert_int_equal(reply.type, DHCP_OFFER);
    assert_int_equal(reply.your_address, 0xC000020A);
    assert_int_equal(reply.server_id, 0xC0000201);
    assert_int_equal(reply.subnet_mask, 0xFFFFFF00);
    assert_int_equal(reply.router, 0xC0000201);
    assert_int_equal(reply.lease_s, 3600);
    assert_int_equal(reply.renew_s, 1800);
    assert_int_equal(reply.rebind_s, 3120);
}

static void no_prefix_of_an_offer_reads_too_far(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, offer_options, sizeof offer_options);

    (void)state;
    for (size_t prefix = 0; prefix < len; prefix++) {
        enum dhcp_parse result = parse(bytes, prefix, &reply);
        /* Behind the message type, a cut between two options is a message without the rest. */
        assert_true(result == DHCP_MALFORMED || (result == DHCP_OK && prefix >= 243));
    }
}

static void an_option_that_leads_out_of_the_message_is_malformed(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;

    (void)state;
    for (unsigned option_len = 0; option_len < 256; option_len++) {
        uint8_t options[] = {53, 1, 2, 12, (uint8_t)option_len, 0, 0, 0};
        enum dhcp_parse result = parse(bytes, message(bytes, options, sizeof options), &reply);
        assert_int_equal(result, option_len <= 3 ? DHCP_OK : DHCP_MALFORMED);
    }
}

static void options_shorter_than_their_kind_are_not_there(void **state)
{
    static const uint8_t options[] = {53, 1, 5, 54, 3, 192, 0, 2, 51, 0, 1, 1, 255, 255};
    uint8_t bytes[400];
    struct dhcp_reply reply;

    (void)state;
    assert_int_equal(parse(bytes, message(bytes, options, sizeof options), &reply), DHCP_OK);
    assert_int_equal(reply.server_id, 0);
    assert_int_equal(reply.lease_s, 0);
    assert_int_equal(reply.subnet_mask, 0);
}

static void overloaded_fields_are_read(void **state)
{
    static const uint8_t options[] = {52, 1, 3, 53, 1, 5, 255};
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, options, sizeof options);

    (void)state;
    memcpy(bytes + 108, (uint8_t[]){54, 4, 192, 0, 2, 9, 255}, 7);
    memcpy(bytes + 44, (uint8_t[]){51, 4, 0, 0, 1, 0, 255}, 7);
    assert_int_equal(parse(bytes, len, &reply), DHCP_OK);
    assert_int_equal(reply.server_id, 0xC0000209);
    assert_int_equal(reply.lease_s, 256);
}

static void fields_that_are_not_overloaded_are_not_read(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, (uint8_t[]){53, 1, 5, 255}, 4);

    (void)state;
    memcpy(bytes + 108, (uint8_t[]){54, 4, 192, 0, 2, 9, 255}, 7);
    assert_int_equal(parse(bytes, len, &reply), DHCP_OK);
    assert_int_equal(reply.server_id, 0);
}

static void an_overloaded_field_cannot_lead_out_or_overload_again(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, (uint8_t[]){52, 1, 1, 53, 1, 5, 255}, 7);

    (void)state;
    /* file is full of pads, and then an option that would reach into the cookie */
    memcpy(bytes + 108 + 124, (uint8_t[]){51, 4, 0, 0}, 4);
    assert_int_equal(parse(bytes, len, &reply), DHCP_MALFORMED);

    len = message(bytes, (uint8_t[]){52, 1, 1, 53, 1, 5, 255}, 7);
    memcpy(bytes + 108, (uint8_t[]){52, 1, 3, 255}, 4);
    memcpy(bytes + 44, (uint8_t[]){51, 4, 0, 0, 1, 0, 255}, 7);
    assert_int_equal(parse(bytes, len, &reply), DHCP_OK);
    assert_int_equal(reply.lease_s, 0);
}

static void foreign_transactions_and_clients_are_told_apart(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, offer_options, sizeof offer_options);

    (void)state;
    bytes[7] ^= 1;
    assert_int_equal(parse(bytes, len, &reply), DHCP_FOREIGN);
    bytes[7] ^= 1;
    bytes[33] ^= 1;
    assert_int_equal(parse(bytes, len, &reply), DHCP_FOREIGN);
}

static void what_is_no_servers_message_is_malformed(void **state)
{
    uint8_t bytes[400];
    struct dhcp_reply reply;
    size_t len = message(bytes, offer_options, sizeof offer_options);

    (void)state;
    bytes[0] = 1; /* a client's */
    assert_int_equal(parse(bytes, len, &reply), DHCP_MALFORMED);
    bytes[0] = 2;
    bytes[236] ^= 1; /* BOOTP without options */
    assert_int_equal(parse(bytes, len, &reply), DHCP_MALFORMED);
    bytes[236] ^= 1;
    bytes[242] = DHCP_DISCOVER;
    assert_int_equal(parse(bytes, len, &reply), DHCP_MALFORMED);
    len = message(bytes, (uint8_t[]){255}, 1); /* no message type */
    assert_int_equal(parse(bytes, len, &reply), DHCP_MALFORMED);
}

static void a_message_is_never_shorter_than_bootp(void **state)
{
    uint8_t bytes[DHCP_MESSAGE_MAX];
    struct dhcp_message discover = {.type = DHCP_DISCOVER, .xid = XID, .mac = mac, .hostname = ""};

    (void)state;
    assert_int_equal(dhcp_write(bytes, &discover), DHCP_MESSAGE_MIN);
    assert_int_equal(be32_get(bytes + 4), XID);
    assert_memory_equal(bytes + 28, mac, 6);
    assert_memory_equal(bytes + 240, ((uint8_t[]){53, 1, 1, 55, 6}), 5);
}

static void the_longest_message_fits(void **state)
{
    uint8_t *bytes = malloc(DHCP_MESSAGE_MAX);
    struct dhcp_message request = {.type = DHCP_REQUEST,
                                   .xid = XID,
                                   .mac = mac,
                                   .requested = 1,
                                   .server_id = 2,
                                   .hostname =
                                       "a23456789012345678901234567890123456789012345678901234567890123"};
    size_t len;

    (void)state;
    len = dhcp_write(bytes, &request);
    assert_true(len > DHCP_MESSAGE_MIN && len <= DHCP_MESSAGE_MAX);
    assert_int_equal(bytes[len - 1], 255);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offer_is_read),
        cmocka_unit_test(no_prefix_of_an_offer_reads_too_far),
        cmocka_unit_test(an_option_that_leads_out_of_the_message_is_malformed),
        cmocka_unit_test(options_shorter_than_their_kind_are_not_there),
        cmocka_unit_test(overloaded_fields_are_read),
        cmocka_unit_test(fields_that_are_not_overloaded_are_not_read),
        cmocka_unit_test(an_overloaded_field_cannot_lead_out_or_overload_again),
        cmocka_unit_test(foreign_transactions_and_clients_are_told_apart),
        cmocka_unit_test(what_is_no_servers_message_is_malformed),
        cmocka_unit_test(a_message_is_never_shorter_than_bootp),
        cmocka_unit_test(the_longest_message_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
